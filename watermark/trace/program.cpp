#include "watermark/trace/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <ostream>
#include <thread>
#include <utility>

#include "watermark/seal/passphrase.hpp"
#include "watermark/trace/desk.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/trace_capture.hpp"

namespace spoor::trace {
namespace {

using Opening = std::shared_future<tl::expected<Desk, Refusal>>;

ExitCode complain(std::ostream& err, ExitCode code, const std::string& message) {
  err << "spoor-trace: " << message << '\n';
  return code;
}

// The kit's key takes a while to derive, and measuring needs no key: both at a time. A refusal is printed at
// once, by the thread that meets it; nobody else writes before the desk is open.
Opening start_opening(const ProgramOptions& options, const seal::SecretString& passphrase,
                      std::ostream& err) {
  return std::async(std::launch::async,
                    [&] {
                      auto desk = open_desk(options, passphrase.text());
                      if (!desk) complain(err, desk.error().code, desk.error().message);
                      return desk;
                    })
      .share();
}

bool refused(const Opening& opening) {
  return opening.wait_for(std::chrono::seconds(0)) == std::future_status::ready && !opening.get();
}

ExitCode exit_code_of(const TraceResult& result) {
  if (result.error) return exit_code_for(result.error->code);
  switch (result.verdict.kind) {
    case VerdictKind::match:
      return ExitCode::done;
    case VerdictKind::inconclusive:
      return ExitCode::inconclusive;
    case VerdictKind::unmarked:
      return ExitCode::unmarked;
  }
  return ExitCode::failed;
}

// Writes results in the order of the captures as soon as all before them are there.
class OrderedWriter {
 public:
  OrderedWriter(std::size_t count, bool json, std::ostream& out, std::ostream& err)
      : pending_(count), json_(json), out_(out), err_(err) {}

  void put(std::size_t index, TraceResult result, const seal::Kit& kit) {
    const std::lock_guard lock(guard_);
    pending_[index] = std::move(result);
    for (; next_ < pending_.size() && pending_[next_]; ++next_) {
      write(*pending_[next_], kit);
      pending_[next_] = TraceResult{};
    }
  }
  [[nodiscard]] ExitCode worst() const { return worst_; }

 private:
  void write(const TraceResult& result, const seal::Kit& kit) {
    if (result.error)
      err_ << fmt::format("spoor-trace: {}: {}\n", seal::shown(result.capture), result.error->message);
    if (json_)
      out_ << to_json_line(result, kit) << '\n';
    else if (!result.error)
      out_ << to_text(result, kit);
    out_.flush();
    worst_ = worse(worst_, exit_code_of(result));
  }

  std::mutex guard_;
  std::vector<std::optional<TraceResult>> pending_;
  std::size_t next_ = 0;
  bool json_;
  std::ostream& out_;
  std::ostream& err_;
  ExitCode worst_ = ExitCode::done;
};

// A word of the command line as a shell would take it back.
std::string quoted(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:@%=";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string out(1, '\'');
  for (const char c : word) {
    if (c == '\'') out.append("'\\'");
    out.push_back(c);
  }
  out.push_back('\'');
  return out;
}

// What bears on the result, for the report. Where the passphrase came from does not, nor where the report
// goes.
std::string command_line(const ProgramOptions& options) {
  std::string out = "spoor-trace";
  for (const auto& capture : options.captures) out.append(1, ' ').append(quoted(capture.string()));
  out += " --kit " + quoted(options.kit.string());
  if (!options.archive.empty()) out += " --archive " + quoted(options.archive.string());
  return out;
}

TraceOptions trace_options(const ProgramOptions& options) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int each = std::max(1, cores / std::max(1, options.jobs));
  TraceOptions out;
  out.measure.threads = each;
  out.judge.threads = static_cast<unsigned>(each);
  out.judge.captures = static_cast<double>(options.captures.size());
  out.locate.threads = each;
  out.debug_dir = options.debug_dir;
  out.report = options.report;
  out.report_each = options.captures.size() > 1;
  out.command_line = command_line(options);
  out.archive_name = options.archive.string();
  return out;
}

// Measures every capture, then judges it as soon as the desk is open.
class Run {
 public:
  Run(const ProgramOptions& options, const Opening& opening, std::ostream& out, std::ostream& err)
      : options_(options),
        tracing_(trace_options(options)),
        opening_(opening),
        writer_(options.captures.size(), options.json, out, err) {}

  ExitCode all() {
    parallel_for(options_.captures.size(), std::max(1, options_.jobs), [&](std::size_t i) { one(i); });
    const auto& desk = opening_.get();
    return desk ? writer_.worst() : desk.error().code;
  }

 private:
  void one(std::size_t i) {
    if (refused(opening_)) return;
    MeasuredCapture measured = measure_capture(options_.captures[i], tracing_);
    const auto& desk = opening_.get();
    if (!desk) return;
    const TraceContext context{desk->kit, desk->judge, desk->archive ? &*desk->archive : nullptr};
    writer_.put(i, judge_capture(std::move(measured), context, tracing_), desk->kit);
  }

  const ProgramOptions& options_;
  const TraceOptions tracing_;
  const Opening& opening_;
  OrderedWriter writer_;
};

}  // namespace

ExitCode worse(ExitCode a, ExitCode b) noexcept {
  constexpr std::array kWorstFirst = {ExitCode::failed,   ExitCode::usage,   ExitCode::auth,
                                      ExitCode::refused,  ExitCode::damaged, ExitCode::inconclusive,
                                      ExitCode::unmarked, ExitCode::done};
  const auto rank = [&](ExitCode code) { return std::find(kWorstFirst.begin(), kWorstFirst.end(), code); };
  return rank(a) <= rank(b) ? a : b;
}

ExitCode exit_code_for(TraceErrorCode code) noexcept {
  switch (code) {
    case TraceErrorCode::not_an_image:
    case TraceErrorCode::too_large:
    case TraceErrorCode::unsupported:
    case TraceErrorCode::damaged:
      return ExitCode::damaged;
    case TraceErrorCode::io:
    case TraceErrorCode::internal:
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

ExitCode run_program(const ProgramOptions& options, std::ostream& out, std::ostream& err) {
  seal::PassphraseSource source;
  source.file = options.passphrase_file;
  source.prompt = "Passphrase of the kit";
  const auto passphrase = seal::read_passphrase(source);
  if (!passphrase)
    return complain(err, seal::exit_code_for(passphrase.error().code), passphrase.error().message);
  const Opening opening = start_opening(options, *passphrase, err);
  return Run(options, opening, out, err).all();
}

}  // namespace spoor::trace
