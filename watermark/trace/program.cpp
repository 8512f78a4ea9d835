#include "watermark/trace/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <ostream>
#include <system_error>
#include <thread>

#include "watermark/seal/passphrase.hpp"
#include "watermark/trace/parallel.hpp"
#include "watermark/trace/trace_capture.hpp"

namespace spoor::trace {
namespace {

ExitCode complain(std::ostream& err, const seal::SealError& error) {
  err << "spoor-trace: " << error.message << '\n';
  return seal::exit_code_for(error.code);
}

seal::Result<seal::Kit> open_kit_file(const ProgramOptions& options) {
  seal::PassphraseSource source;
  source.file = options.passphrase_file;
  source.prompt = "Passphrase of the kit";
  const auto passphrase = seal::read_passphrase(source);
  if (!passphrase) return tl::unexpected(passphrase.error());
  return seal::open_kit(options.kit, passphrase->text());
}

seal::Result<seal::ArchiveReader> open_archive_file(const std::filesystem::path& path, const seal::Kit& kit) {
  seal::SealError error{seal::SealErrorCode::wrong_key,
                        "The kit may not read this archive: export it again with --archive."};
  for (const seal::KitArchive& archive : kit.archives) {
    auto reader = seal::ArchiveReader::open(path, archive.key, kit.vendor_key);
    if (reader) return reader;
    if (reader.error().code != seal::SealErrorCode::wrong_key) return reader;
  }
  return tl::unexpected(error);
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
  OrderedWriter(std::size_t count, const seal::Kit& kit, bool json, std::ostream& out, std::ostream& err)
      : pending_(count), kit_(kit), json_(json), out_(out), err_(err) {}

  void put(std::size_t index, TraceResult result) {
    const std::lock_guard lock(guard_);
    pending_[index] = std::move(result);
    for (; next_ < pending_.size() && pending_[next_]; ++next_) {
      write(*pending_[next_]);
      pending_[next_] = TraceResult{};
    }
  }
  [[nodiscard]] ExitCode worst() const { return worst_; }

 private:
  void write(const TraceResult& result) {
    if (result.error)
      err_ << fmt::format("spoor-trace: {}: {}\n", seal::shown(result.capture), result.error->message);
    if (json_)
      out_ << to_json_line(result, kit_) << '\n';
    else if (!result.error)
      out_ << to_text(result, kit_);
    out_.flush();
    worst_ = worse(worst_, exit_code_of(result));
  }

  std::mutex guard_;
  std::vector<std::optional<TraceResult>> pending_;
  std::size_t next_ = 0;
  const seal::Kit& kit_;
  bool json_;
  std::ostream& out_;
  std::ostream& err_;
  ExitCode worst_ = ExitCode::done;
};

TraceOptions trace_options(const ProgramOptions& options) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int each = std::max(1, cores / std::max(1, options.jobs));
  TraceOptions out;
  out.measure.threads = each;
  out.judge.threads = static_cast<unsigned>(each);
  out.judge.captures = static_cast<double>(options.captures.size());
  out.locate.threads = each;
  out.debug_dir = options.debug_dir;
  return out;
}

bool make_directory(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  return !error && std::filesystem::is_directory(path, error);
}

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
      return ExitCode::damaged;
    case TraceErrorCode::io:
    case TraceErrorCode::internal:
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

ExitCode run_program(const ProgramOptions& options, std::ostream& out, std::ostream& err) {
  const auto kit = open_kit_file(options);
  if (!kit) return complain(err, kit.error());
  const auto judge = Judge::create(*kit);
  if (!judge) {
    err << "spoor-trace: " << judge.error().message << '\n';
    return exit_code_for(judge.error().code);
  }
  std::optional<seal::ArchiveReader> archive;
  if (!options.archive.empty()) {
    auto reader = open_archive_file(options.archive, *kit);
    if (!reader) return complain(err, reader.error());
    archive.emplace(std::move(*reader));
  }
  if (!options.debug_dir.empty() && !make_directory(options.debug_dir)) {
    err << "spoor-trace: the debug directory cannot be made: check its path and permissions\n";
    return ExitCode::failed;
  }
  const TraceContext context{*kit, *judge, archive ? &*archive : nullptr};
  const TraceOptions tracing = trace_options(options);
  OrderedWriter writer(options.captures.size(), *kit, options.json, out, err);
  parallel_for(options.captures.size(), std::max(1, options.jobs),
               [&](std::size_t i) { writer.put(i, trace_capture(options.captures[i], context, tracing)); });
  return writer.worst();
}

}  // namespace spoor::trace
