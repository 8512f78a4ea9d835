// spoor-trace: names the session that drew a leaked picture of a screen, with the probability of being wrong.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <ext/stdio_filebuf.h>
#include <iostream>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

#include "watermark/seal/file.hpp"
#include "watermark/seal/hygiene.hpp"
#include "watermark/trace/leak/leak_program.hpp"
#include "watermark/trace/program.hpp"

namespace {

using spoor::ExitCode;

// Where our own sentences go. The libraries behind OpenCV print lines of their own about damaged pictures
// straight to the standard error, and OpenCV gives no way to stop them; so that descriptor leads nowhere from
// here on.
class OwnErrors {
 public:
  OwnErrors()
      : terminal_(::isatty(STDERR_FILENO) == 1),
        buffer_(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1), std::ios::out),
        stream_(&buffer_) {
    stream_ << std::unitbuf;
    const spoor::seal::Descriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (buffer_.is_open() && nowhere.valid()) ::dup2(nowhere.get(), STDERR_FILENO);
  }
  [[nodiscard]] std::ostream& stream() { return stream_; }
  [[nodiscard]] bool is_terminal() const { return terminal_; }
  int say(ExitCode code, const std::string& sentence) {
    stream_ << "spoor-trace: " << sentence << '\n';
    return static_cast<int>(code);
  }

 private:
  bool terminal_;
  __gnu_cxx::stdio_filebuf<char> buffer_;
  std::ostream stream_;
};

using Texts = std::vector<std::filesystem::path>;

void add_options(CLI::App& app, spoor::trace::ProgramOptions& options, Texts& texts) {
  app.set_version_flag("--version", "spoor-trace " SPOOR_VERSION);
  app.add_option("CAPTURE", options.captures, "Pictures, or folders of them")->type_name("FILE|FOLDER");
  app.add_option("--text", texts, "Retyped or OCR-ed code in place of pictures: who had it on screen")
      ->type_name("LEAK.txt");
  auto* kit = app.add_option("--kit", options.kit, "Forensics kit (.spkit)");
  auto* check =
      app.add_flag("--check", options.check, "Say whether the captures are likely enough; needs no kit");
  kit->excludes(check);
  app.add_flag("--join", options.join, "All captures are of one leak: one verdict on them together");
  app.add_option("--resume", options.resume,
                 "File of results: what an earlier run left there is not traced again, new results are added")
      ->excludes("--join", "--check");
  app.add_option_function<std::string>(
         "--part",
         [&options](const std::string& text) {
           const auto share = spoor::trace::share_of(text);
           if (!share) throw CLI::ValidationError("--part", "3/16 is the third of sixteen parts");
           options.share = *share;
         },
         "Trace only this part of the captures, as one of several runs that share them out; name all "
         "captures "
         "in each")
      ->type_name("K/N")
      ->excludes("--join", "--check");
  app.add_option("--archive", options.archive, "Sealed source (.spar) to find path and lines in");
  app.add_option("--passphrase-file", options.passphrase_file, "File that holds the kit's passphrase");
  app.add_flag("--json", options.json, "One JSON object a capture");
  app.add_option("--jobs", options.jobs, "Captures traced at a time")->check(CLI::Range(1, 1024));
  app.add_option("--debug-dir", options.debug_dir,
                 "Where a picture of the measured offsets goes, one a capture");
  app.add_option("--report", options.report,
                 "Report for a court: this HTML file and the same as PDF beside it")
      ->check([](const std::string& path) {
        const bool html = std::filesystem::path(path).extension() == ".html";
        return html ? std::string() : std::string("the report's name must end in .html");
      });
  app.footer(
      "Exit codes: 0 match, 1 failed, 2 usage, 3 inconclusive, 4 unmarked, 5 wrong key or passphrase,\n"
      "6 refused, 7 damaged or unsupported input; of several captures the worst.");
}

/// What the parser cannot say: pictures or texts, and what texts need.
void check_inputs(const spoor::trace::ProgramOptions& options, const Texts& texts) {
  if (texts.empty() && options.captures.empty()) throw CLI::RequiredError("CAPTURE");
  if (!options.check && options.kit.empty()) throw CLI::RequiredError("--kit");
  if (texts.empty()) return;
  if (!options.captures.empty())
    throw CLI::ValidationError("--text", "pictures and texts go into commands of their own");
  if (options.check || options.join || !options.resume.empty() || options.share.count != 1)
    throw CLI::ValidationError("--text", "--check, --join, --part and --resume are for pictures only");
  if (!options.report.empty())
    throw CLI::ValidationError("--text", "reports are written of pictures only: leave --report out");
  if (options.archive.empty())
    throw CLI::ValidationError("--text", "the archive is needed to find the text in: give --archive");
}

ExitCode trace(const spoor::trace::ProgramOptions& options, const Texts& texts, std::ostream& err) {
  if (texts.empty()) return spoor::trace::run_program(options, std::cout, err);
  return spoor::leak::run_leaks({texts, options.kit, options.archive, options.passphrase_file, options.json},
                                std::cout, err);
}

int run(int argc, char** argv, OwnErrors& errors) {
  spoor::trace::ProgramOptions options;
  Texts texts;
  CLI::App app{"Traces a leaked picture of a screen to the session that drew it.", "spoor-trace"};
  add_options(app, options, texts);
  auto code = static_cast<int>(ExitCode::done);
  try {
    app.parse(argc, argv);
    check_inputs(options, texts);
    options.progress = errors.is_terminal();
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    if (options.jobs > 1) cv::setNumThreads(1);
    code = static_cast<int>(trace(options, texts, errors.stream()));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0)
      return errors.say(ExitCode::usage, std::string(error.what()) + "; see 'spoor-trace --help'.");
    app.exit(error);  // --help, --version
  }
  if (std::cout.flush()) return code;
  return errors.say(ExitCode::failed,
                    "The results could not be written to standard output; make room where it goes.");
}

}  // namespace

int main(int argc, char** argv) {
  spoor::seal::harden_process();
  OwnErrors errors;
  try {
    return run(argc, argv, errors);
  } catch (const std::exception&) {
    return errors.say(spoor::ExitCode::failed, "An internal error ended the program; please report it.");
  }
}
