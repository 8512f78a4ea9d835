// spoor-camera: a photograph of a screen, for testing the tracer. Not installed.
#include <CLI/CLI.hpp>
#include <iostream>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

#include "program.hpp"

namespace {

void add_options(CLI::App& app, spoor::camera::ProgramOptions& options, bool& list) {
  app.set_version_flag("--version", "spoor-camera " SPOOR_VERSION);
  app.add_option("SCREEN", options.screen, "Picture of the screen's pixels");
  app.add_option("-o,--output", options.picture, "Photograph: .jpg, .webp, .heic or .png");
  app.add_option("--truth", options.truth,
                 "Pose, lens and all the rest, as JSON (default: beside the photograph)");
  app.add_option("--preset", options.preset, "Ranges that the parameters are drawn from (default: ordinary)");
  app.add_option("--seed", options.seed, "Chooses parameters, noise and grain (default: 1)");
  app.add_option("--set", options.assignments, "NAME=VALUE or NAME=LEAST..MOST; may be given again")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--threads", options.threads, "How many (default: one a core); changes no byte")
      ->check(CLI::Range(1, 256));
  app.add_flag("--list", list, "Show presets, parameters and their ranges, and end");
  app.footer("Exit codes: 0 done, 1 failed, 2 usage, 7 damaged or unsupported input.");
}

spoor::ExitCode run(const CLI::App& app, const spoor::camera::ProgramOptions& options, bool list) {
  if (list) return spoor::camera::list_parameters(options.preset, std::cout, std::cerr);
  if (app.count("SCREEN") == 0 || app.count("--output") == 0) {
    std::cerr << "spoor-camera: Give a SCREEN and -o PHOTOGRAPH; see --help.\n";
    return spoor::ExitCode::usage;
  }
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  if (options.threads > 0) cv::setNumThreads(options.threads);
  return spoor::camera::run_program(options, std::cerr);
}

}  // namespace

int main(int argc, char** argv) try {
  spoor::camera::ProgramOptions options;
  bool list = false;
  CLI::App app{"Photographs a screen with a phone that does not exist."};
  add_options(app, options, list);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool fine = error.get_exit_code() == 0;  // --help, --version
    app.exit(error);
    return static_cast<int>(fine ? spoor::ExitCode::done : spoor::ExitCode::usage);
  }
  return static_cast<int>(run(app, options, list));
} catch (const std::exception&) {
  std::cerr << "spoor-camera: an internal error ended the program; please report it\n";
  return static_cast<int>(spoor::ExitCode::failed);
}
