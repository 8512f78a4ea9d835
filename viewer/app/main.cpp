// spoor-view: reads a sealed source archive as one reviewer.
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string>
#include <variant>

#include "viewer/app/measure.hpp"
#include "viewer/app/notes_store.hpp"
#include "viewer/app/options.hpp"
#include "viewer/app/print_run.hpp"
#include "viewer/app/shot.hpp"
#include "viewer/app/window.hpp"
#include "viewer/confine/confine.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/hygiene.hpp"

namespace {

using namespace spoor;

int finish(const app::Result<void>& done) {
  if (done) return static_cast<int>(ExitCode::done);
  static_cast<void>(std::fprintf(stderr, "spoor-view: %s\n", done.error().message.c_str()));
  return static_cast<int>(done.error().code);
}

std::int64_t now_unix_s() {
  using std::chrono::system_clock;
  return std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count();
}

app::Result<void> print(const std::string& text) {
  if (std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0) return {};
  return tl::unexpected(
      app::AppError{ExitCode::failed, "Cannot write to standard output: " + seal::system_words(errno) + "."});
}

app::Result<void> run(const app::Options& options) {
  if (options.measure) {
    const auto figures = app::measure(options, now_unix_s());
    if (!figures) return tl::unexpected(figures.error());
    return print(*figures);
  }
  if (app::opens_window(options)) {
    const auto words = app::run_window(options);
    if (!words) return tl::unexpected(words.error());
    return print(*words);
  }
  auto grant = app::open_grant(options, now_unix_s());
  if (!grant) return tl::unexpected(grant.error());
  auto opened = app::open_release(std::move(*grant), options, {});
  if (!opened) return tl::unexpected(opened.error());
  if (options.export_notes) {
    const auto words = app::export_and_end(*opened, options, now_unix_s());
    if (!words) return tl::unexpected(words.error());
    return print(*words);
  }
  if (!options.print_path.empty()) {
    const auto words = app::print_and_end(*opened, options, now_unix_s());
    if (!words) return tl::unexpected(words.error());
    return print(*words);
  }
  return app::shoot(*opened, options, now_unix_s());
}

}  // namespace

int main(int argc, char** argv) {
  seal::harden_process();
  confine::keep_drivers_off_disk();
  const auto parsed = app::parse_options(argc, argv);
  if (const auto* answer = std::get_if<app::Answer>(&parsed)) {
    if (answer->code == ExitCode::done) return finish(print(answer->text + "\n"));
    return finish(tl::unexpected(app::AppError{answer->code, answer->text}));
  }
  return finish(run(std::get<app::Options>(parsed)));
}
