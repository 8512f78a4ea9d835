#include "viewer/code/document.hpp"

#include <algorithm>
#include <utility>

#include "viewer/code/document_worker.hpp"

namespace spoor::code {
namespace {

/// What one call of spans() looks at, at most: more than any screen shows of a line.
constexpr std::uint64_t kMaxSpanBytes = 512U << 10U;

void append_spans(const std::vector<Run>& runs, std::uint64_t window_begin, std::uint64_t line_begin,
                  std::uint64_t from, std::uint64_t until, std::vector<Span>& out) {
  auto run = std::partition_point(runs.begin(), runs.end(),
                                  [&](const Run& r) { return window_begin + r.end_byte() <= from; });
  for (; run != runs.end() && window_begin + run->begin_byte < until; ++run) {
    const std::uint64_t begin = std::max(window_begin + run->begin_byte, from);
    const std::uint64_t end = std::min(window_begin + run->end_byte(), until);
    out.push_back({begin - line_begin, end - line_begin, run->token()});
  }
}

}  // namespace

struct Document::Impl {
  Impl(std::shared_ptr<const ByteSource> source, std::string_view file_path, DocumentOptions options)
      : path(file_path), worker(std::move(source), path, std::move(options)) {}

  std::string path;
  DocumentWorker worker;
};

Document::Document(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Document::~Document() = default;

Result<std::unique_ptr<Document>> Document::open(std::shared_ptr<const seal::ArchiveReader> archive,
                                                 std::string_view path, DocumentOptions options) {
  auto source = archive_source(std::move(archive), path);
  if (!source) return tl::make_unexpected(std::move(source.error()));
  return open(std::move(*source), path, std::move(options));
}

Result<std::unique_ptr<Document>> Document::open(std::shared_ptr<const ByteSource> source,
                                                 std::string_view path, DocumentOptions options) {
  auto impl = std::make_unique<Impl>(std::move(source), path, std::move(options));
  if (auto started = impl->worker.start(); !started) return tl::make_unexpected(std::move(started.error()));
  return std::unique_ptr<Document>(new Document(std::move(impl)));
}

const std::string& Document::path() const noexcept {
  return impl_->path;
}
std::uint64_t Document::size_bytes() const noexcept {
  return impl_->worker.store().size_bytes();
}
std::uint64_t Document::revision() const {
  return impl_->worker.revision();
}
std::optional<CodeError> Document::error() const {
  return impl_->worker.error();
}
HighlightState Document::highlight() const {
  return impl_->worker.highlight();
}

LineCount Document::line_count() const {
  const auto progress = impl_->worker.lines().progress();
  return {progress.lines, progress.complete};
}

double Document::indexed_fraction() const {
  if (size_bytes() == 0) return 1;
  const auto progress = impl_->worker.lines().progress();
  return static_cast<double>(progress.indexed_bytes) / static_cast<double>(size_bytes());
}

Result<std::uint64_t> Document::line_bytes(std::uint64_t line) const {
  return impl_->worker.lines().find(line).map([](const LineRange& range) { return range.size(); });
}

Result<std::string> Document::text(std::uint64_t line, std::uint64_t begin_byte,
                                   std::uint64_t count_bytes) const {
  const auto range = impl_->worker.lines().find(line);
  if (!range) return tl::make_unexpected(range.error());
  const std::uint64_t begin = std::min(begin_byte, range->size());
  const std::uint64_t end = begin + std::min(count_bytes, range->size() - begin);
  return impl_->worker.store().read(range->begin_byte + begin, range->begin_byte + end);
}

std::vector<Span> Document::spans(std::uint64_t line, std::uint64_t begin_byte,
                                  std::uint64_t end_byte) const {
  std::vector<Span> out;
  const auto range = impl_->worker.lines().find(line);
  if (!range || begin_byte >= std::min(end_byte, range->size())) return out;
  const std::uint64_t length = std::min(std::min(end_byte, range->size()) - begin_byte, kMaxSpanBytes);
  std::uint64_t at = range->begin_byte + begin_byte;
  const std::uint64_t until = at + length;
  while (at < until) {
    const auto [window, runs] = impl_->worker.runs_at(at);
    if (!window || window->end_byte <= at) break;
    const std::uint64_t part_end = std::min(until, window->end_byte);
    if (runs) append_spans(*runs, window->begin_byte, range->begin_byte, at, part_end, out);
    at = part_end;
  }
  return out;
}

bool Document::wait_settled(std::chrono::milliseconds limit) const {
  return impl_->worker.wait_settled(limit);
}

}  // namespace spoor::code
