#include "viewer/code/document_worker.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace spoor::code {
namespace {

constexpr std::uint64_t kIndexStepBytes = 1U << 20U;
/// More lines are told of at most so often: each telling redraws the window.
constexpr std::chrono::milliseconds kTellEvery{50};
/// From this size on, a parse's freed memory is worth handing back: a parse takes some 45 times its text.
constexpr std::uint64_t kTrimBytes = 256U << 10U;

void return_freed_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

std::string reason_of(HighlightError error, std::chrono::milliseconds limit) {
  switch (error) {
    case HighlightError::too_slow:
      return fmt::format("Without colours: parsing took longer than {} ms.", limit.count());
    case HighlightError::too_large:
      return "Without colours: the text is too large to parse.";
    case HighlightError::no_grammar:
      return "Without colours: this language's grammar cannot be loaded.";
    case HighlightError::stopped:
      break;
  }
  return "Without colours: parsing was stopped.";
}

}  // namespace

DocumentWorker::DocumentWorker(std::shared_ptr<const ByteSource> source, std::string_view path,
                               DocumentOptions options)
    : store_(std::move(source)), lines_(store_), path_(path), options_(std::move(options)) {}

DocumentWorker::~DocumentWorker() = default;

Result<void> DocumentWorker::start() {
  const std::uint64_t size = store_.size_bytes();
  const bool whole = size <= options_.whole_limit_bytes;
  const std::uint64_t first = whole ? size : std::min(size, TextStore::kBlockBytes);
  const auto head = store_.read(0, first);
  if (!head) return tl::make_unexpected(head.error());
  if (const auto& known = store_.lines(); known != nullptr && !whole)
    lines_.take(LineIndex::of_chunks(size, index::kLineChunkBytes, known->feeds, known->ends_with_feed));
  else
    lines_.append(*head);
  window_bytes_ = std::max<std::uint64_t>(whole ? size : options_.window_bytes, 1);
  choose_highlighting(std::string_view(*head).substr(0, kDetectBytes));
  if (language_ && whole && size > 0) static_cast<void>(windows_.get_or_want({0, 0, size}));
  if (lines_.progress().complete && !language_) return {};
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  return {};
}

void DocumentWorker::choose_highlighting(std::string_view head) {
  highlight_ = {HighlightMode::plain, {}, {}};
  if (!options_.highlight) {
    highlight_.reason = "Without colours: they are switched off.";
    return;
  }
  language_ = detect_language(path_, head);
  if (!language_) {
    highlight_.reason = "Without colours: no grammar for this kind of file.";
    return;
  }
  highlight_.language = language_name(*language_);
  if (store_.size_bytes() <= options_.whole_limit_bytes) {
    highlight_.mode = store_.size_bytes() == 0 ? HighlightMode::whole : HighlightMode::pending;
    return;
  }
  highlight_.mode = HighlightMode::windowed;
  highlight_.reason = "A large file: coloured part by part, which may be wrong near a part's first lines.";
}

std::optional<CodeError> DocumentWorker::error() const {
  const std::scoped_lock lock(mutex_);
  return error_;
}

HighlightState DocumentWorker::highlight() const {
  const std::scoped_lock lock(mutex_);
  return highlight_;
}

DocumentWorker::WindowRuns DocumentWorker::runs_at(std::uint64_t at_byte) {
  if (!language_) return {};
  const auto window = window_at(store_, window_bytes_, at_byte);
  if (!window) return {};
  const std::scoped_lock lock(mutex_);
  Runs runs = windows_.get_or_want(*window);
  if (!runs) work_.notify_one();
  return {*window, std::move(runs)};
}

bool DocumentWorker::settled_locked() const {
  return windows_.idle() && (error_.has_value() || lines_.progress().complete);
}

bool DocumentWorker::wait_settled(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return settled_.wait_for(lock, limit, [this] { return settled_locked(); });
}

void DocumentWorker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::optional<Window> window;
    bool index = false;
    {
      std::unique_lock lock(mutex_);
      if (settled_locked()) settled_.notify_all();
      const auto to_index = [this] { return !error_ && !lines_.progress().complete; };
      work_.wait(lock, stop, [&] { return windows_.wants() || to_index(); });
      if (stop.stop_requested()) return;
      window = windows_.take_wanted();
      index = to_index();
    }
    if (window)
      parse_step(*window, stop);
    else if (index)
      index_step();
  }
}

void DocumentWorker::index_step() {
  const std::uint64_t begin = lines_.progress().indexed_bytes;
  const auto bytes = store_.read_once(begin, std::min(begin + kIndexStepBytes, store_.size_bytes()));
  if (!bytes) return fail(bytes.error());
  lines_.append(*bytes);
  const auto now = std::chrono::steady_clock::now();
  if (now - told_ < kTellEvery && !lines_.progress().complete) return;
  told_ = now;
  changed();
}

void DocumentWorker::parse_step(const Window& window, const std::stop_token& stop) {
  const auto text = store_.read(window.begin_byte, window.end_byte);
  if (!text) {
    finish_window(window, std::vector<Run>{});
    return fail(text.error());
  }
  auto runs = parse(*text, stop);
  if (text->size() >= kTrimBytes) return_freed_memory();
  finish_window(window, std::move(runs));
  changed();
}

tl::expected<std::vector<Run>, HighlightError> DocumentWorker::parse(std::string_view text,
                                                                     const std::stop_token& stop) const {
  try {
    return code::highlight(text, *language_,
                           {options_.parse_limit, [&stop] { return stop.stop_requested(); }});
  } catch (const std::exception&) {  // no memory: the text is shown without colours
    return tl::make_unexpected(HighlightError::too_large);
  }
}

void DocumentWorker::finish_window(const Window& window,
                                   tl::expected<std::vector<Run>, HighlightError> runs) {
  const std::scoped_lock lock(mutex_);
  if (runs) {
    windows_.put(window, std::make_shared<const std::vector<Run>>(std::move(*runs)));
    if (highlight_.mode == HighlightMode::pending) highlight_.mode = HighlightMode::whole;
    return;
  }
  if (runs.error() == HighlightError::stopped) return windows_.give_up();
  windows_.put(window, std::make_shared<const std::vector<Run>>());
  highlight_.reason = reason_of(runs.error(), options_.parse_limit);
  if (highlight_.mode == HighlightMode::pending) highlight_.mode = HighlightMode::plain;
}

void DocumentWorker::fail(CodeError error) {
  {
    const std::scoped_lock lock(mutex_);
    error_ = std::move(error);
  }
  changed();
}

void DocumentWorker::changed() {
  ++revision_;
  if (options_.on_change) options_.on_change();
}

}  // namespace spoor::code
