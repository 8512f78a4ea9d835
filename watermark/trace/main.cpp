// spoor-trace: names the session that drew a leaked picture of a screen, with the probability of being wrong.
#include <sys/prctl.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

#include "watermark/trace/program.hpp"

namespace {

// The kit's secrets must not end in a core file or be read by another process of the same user.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void add_options(CLI::App& app, spoor::trace::ProgramOptions& options) {
  app.set_version_flag("--version", "spoor-trace " SPOOR_VERSION);
  app.add_option("CAPTURE", options.captures, "Pictures: PNG, JPEG, WebP or TIFF")->required();
  app.add_option("--kit", options.kit, "Forensics kit (.spkit)")->required();
  app.add_option("--archive", options.archive, "Sealed source (.spar) to find path and lines in");
  app.add_option("--passphrase-file", options.passphrase_file, "File that holds the kit's passphrase");
  app.add_flag("--json", options.json, "One JSON object a capture");
  app.add_option("--jobs", options.jobs, "Captures traced at a time")->check(CLI::Range(1, 1024));
  app.add_option("--debug-dir", options.debug_dir,
                 "Where a picture of the measured offsets goes, one a capture");
  app.footer(
      "Exit codes: 0 match, 1 failed, 2 usage, 3 inconclusive, 4 unmarked, 5 wrong key or passphrase,\n"
      "6 refused, 7 damaged or unsupported input; of several captures the worst.");
}

}  // namespace

int main(int argc, char** argv) try {
  forbid_core_dumps();
  spoor::trace::ProgramOptions options;
  CLI::App app{"Traces a leaked picture of a screen to the session that drew it."};
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool fine = error.get_exit_code() == 0;  // --help, --version
    app.exit(error);
    return static_cast<int>(fine ? spoor::ExitCode::done : spoor::ExitCode::usage);
  }
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  if (options.jobs > 1) cv::setNumThreads(1);
  return static_cast<int>(spoor::trace::run_program(options, std::cout, std::cerr));
} catch (const std::exception&) {
  std::cerr << "spoor-trace: an internal error ended the program; please report it\n";
  return static_cast<int>(spoor::ExitCode::failed);
}
