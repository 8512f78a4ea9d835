#include "watermark/trace/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <ostream>
#include <thread>
#include <utility>

#include "watermark/seal/passphrase.hpp"
#include "watermark/trace/captures.hpp"
#include "watermark/trace/check.hpp"
#include "watermark/trace/desk.hpp"
#include "watermark/trace/digest.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/progress.hpp"
#include "watermark/trace/results_file.hpp"
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

// What is to be written of one capture.
struct Outcome {
  std::string capture, text, json, complaint;
  ExitCode code = ExitCode::done;
};

Outcome outcome_of(const TraceResult& result, const seal::Kit& kit) {
  Outcome out{result.capture, {}, to_json_line(result, kit), {}, exit_code_of(result)};
  if (result.error)
    out.complaint = result.error->message;
  else
    out.text = to_text(result, kit);
  return out;
}

// Writes outcomes in the order of the captures as soon as all before them are there.
class OrderedWriter {
 public:
  OrderedWriter(std::size_t count, const ProgramOptions& options, std::ostream& out, std::ostream& err)
      : pending_(count), json_(options.json), out_(out), err_(err), progress_(err, count, options.progress) {}

  // `results`: where new results are kept; may be null.
  void put(std::size_t index, Outcome outcome, bool fresh, ResultsFile* results) {
    const std::lock_guard lock(guard_);
    pending_[index] = Pending{std::move(outcome), fresh};
    for (; next_ < pending_.size() && pending_[next_]; ++next_) {
      progress_.clear();
      write(*pending_[next_], results);
      pending_[next_] = Pending{};
    }
    progress_.show(++done_);
    if (done_ == pending_.size()) progress_.clear();
  }
  [[nodiscard]] ExitCode worst() const { return worst_; }

 private:
  struct Pending {
    Outcome outcome;
    bool fresh = false;
  };

  void write(const Pending& one, ResultsFile* results) {
    const Outcome& outcome = one.outcome;
    if (!outcome.complaint.empty())
      err_ << fmt::format("spoor-trace: {}: {}\n", seal::shown(outcome.capture), outcome.complaint);
    if (json_)
      out_ << outcome.json << '\n';
    else
      out_ << outcome.text;
    out_.flush();
    worst_ = worse(worst_, outcome.code);
    if (results == nullptr || !one.fresh) return;
    if (const auto kept = results->append(outcome.json); !kept) {
      err_ << "spoor-trace: " << kept.error().message << '\n';
      worst_ = worse(worst_, ExitCode::failed);
    }
  }

  std::mutex guard_;
  std::vector<std::optional<Pending>> pending_;
  std::size_t next_ = 0, done_ = 0;
  bool json_;
  std::ostream& out_;
  std::ostream& err_;
  Progress progress_;
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
  if (options.join) out += " --join";
  for (const auto& capture : options.captures) out.append(1, ' ').append(quoted(capture.string()));
  out += " --kit " + quoted(options.kit.string());
  if (!options.archive.empty()) out += " --archive " + quoted(options.archive.string());
  return out;
}

TraceOptions trace_options(const ProgramOptions& options, std::size_t captures) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int each = std::max(1, cores / std::max(1, options.jobs));
  TraceOptions out;
  out.measure.threads = each;
  out.measure.keep_reading = !options.archive.empty() && !options.join;
  out.judge.threads = static_cast<unsigned>(each);
  out.judge.captures = static_cast<double>(std::max<std::size_t>(1, captures));
  out.locate.threads = each;
  out.debug_dir = options.debug_dir;
  out.report = options.report;
  out.report_each = captures > 1 && !options.join;
  out.command_line = command_line(options);
  out.archive_name = options.archive.string();
  return out;
}

// Measures every capture, then judges it as soon as the desk is open.
class Run {
 public:
  Run(const ProgramOptions& options, std::vector<std::filesystem::path> captures,
      std::optional<ResultsFile> results, const Opening& opening, std::ostream& out, std::ostream& err)
      : options_(options),
        captures_(std::move(captures)),
        tracing_(trace_options(options, captures_.size())),
        results_(std::move(results)),
        opening_(opening),
        own_(options.join ? std::vector<std::size_t>() : own_captures(captures_.size(), options.share)),
        writer_(options.join ? 1 : own_.size(), options, out, err) {}

  ExitCode all() {
    std::vector<MeasuredCapture> measured(options_.join ? captures_.size() : 0);
    parallel_for(options_.join ? captures_.size() : own_.size(), std::max(1, options_.jobs),
                 [&](std::size_t i) {
                   if (refused(opening_)) return;
                   if (options_.join)
                     measured[i] = measure_capture(captures_[i], tracing_);
                   else
                     one(i);
                 });
    const auto& desk = opening_.get();
    if (!desk) return desk.error().code;
    if (options_.join)
      writer_.put(0, outcome_of(judge_joined(std::move(measured), context_of(*desk), tracing_), desk->kit),
                  false, nullptr);
    return writer_.worst();
  }

 private:
  static std::vector<std::size_t> own_captures(std::size_t captures, const Share& share) {
    std::vector<std::size_t> out;
    for (std::size_t i = share.first; i < captures; i += share.count) out.push_back(i);
    return out;
  }
  [[nodiscard]] static TraceContext context_of(const Desk& desk) {
    return {desk.kit, desk.judge, desk.archive ? &*desk.archive : nullptr};
  }

  // `i`: among this run's own.
  void one(std::size_t i) {
    if (results_ && put_earlier(i)) return;
    MeasuredCapture measured = measure_capture(captures_[own_[i]], tracing_);
    const auto& desk = opening_.get();
    if (!desk) return;
    writer_.put(i, outcome_of(judge_capture(std::move(measured), context_of(*desk), tracing_), desk->kit),
                true, results_ ? &*results_ : nullptr);
  }

  // The result of an earlier run, where the file still holds the same bytes.
  bool put_earlier(std::size_t i) {
    const auto& desk = opening_.get();
    if (!desk) return false;
    const std::string name = captures_[own_[i]].string();
    const auto digest = sha256_of_file(captures_[own_[i]]);
    if (!digest) return false;
    const auto earlier = results_->earlier(name, *digest, desk->kit.sha256_hex, captures_.size());
    if (!earlier) return false;
    writer_.put(i,
                {name,
                 fmt::format("{}: {} (from an earlier run)\n", seal::shown(name), earlier->verdict),
                 earlier->line,
                 {},
                 earlier->code},
                false, nullptr);
    return true;
  }

  const ProgramOptions& options_;
  const std::vector<std::filesystem::path> captures_;
  const TraceOptions tracing_;
  std::optional<ResultsFile> results_;
  const Opening& opening_;
  const std::vector<std::size_t> own_;  ///< indices of the captures that are this run's
  OrderedWriter writer_;
};

ExitCode check_all(const ProgramOptions& options, const std::vector<std::filesystem::path>& captures,
                   std::ostream& out, std::ostream& err) {
  OrderedWriter writer(captures.size(), options, out, err);
  const TraceOptions tracing = trace_options(options, captures.size());
  parallel_for(captures.size(), std::max(1, options.jobs), [&](std::size_t i) {
    const CheckResult result = check_capture(captures[i], {tracing.limits, tracing.measure.threads});
    Outcome outcome{result.capture, {}, to_json_line(result), {}, ExitCode::inconclusive};
    if (result.error)
      outcome.complaint = result.error->message, outcome.code = exit_code_for(result.error->code);
    else
      outcome.text = to_text(result);
    if (!result.error && result.prospect == Prospect::likely) outcome.code = ExitCode::done;
    writer.put(i, std::move(outcome), false, nullptr);
  });
  return writer.worst();
}

}  // namespace

std::optional<Share> share_of(std::string_view text) {
  Share out;
  std::size_t which = 0;
  const char* end = text.data() + text.size();
  const auto one = std::from_chars(text.data(), end, which);
  if (one.ec != std::errc() || one.ptr == end || *one.ptr != '/') return std::nullopt;
  const auto other = std::from_chars(one.ptr + 1, end, out.count);
  if (other.ec != std::errc() || other.ptr != end || which == 0 || which > out.count) return std::nullopt;
  out.first = which - 1;
  return out;
}

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
  auto list = list_captures(options.captures);
  if (!list) return complain(err, exit_code_for(list.error().code), list.error().message);
  if (list->files.empty())
    return complain(err, ExitCode::usage,
                    list->others == 0
                        ? "there is no picture to look at: the folder is empty"
                        : fmt::format("there is no picture to look at: by their names none of the "
                                      "{} files is one; name a picture itself to trace it anyway",
                                      list->others));
  if (list->others > 0)
    complain(
        err, ExitCode::done,
        fmt::format("{} files in folders are no pictures by their names and were left out", list->others));
  if (options.check) return check_all(options, list->files, out, err);
  std::optional<ResultsFile> results;
  if (!options.resume.empty()) {
    auto opened = ResultsFile::open(options.resume);
    if (!opened) return complain(err, exit_code_for(opened.error().code), opened.error().message);
    results.emplace(std::move(*opened));
  }
  seal::PassphraseSource source;
  source.file = options.passphrase_file;
  source.prompt = "Passphrase of the kit";
  const auto passphrase = seal::read_passphrase(source);
  if (!passphrase)
    return complain(err, seal::exit_code_for(passphrase.error().code), passphrase.error().message);
  const Opening opening = start_opening(options, *passphrase, err);
  return Run(options, std::move(list->files), std::move(results), opening, out, err).all();
}

}  // namespace spoor::trace
