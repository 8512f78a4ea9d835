#include "watermark/seal/recorder.hpp"

#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace spoor::seal_log {
namespace {

constexpr std::int64_t kTypingMs = 2000;     // a term that stays so long is what was looked for
constexpr std::int64_t kClockJumpMs = 2000;  // more than adjusting the clock by slewing does in a period

std::int64_t read_ms(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

std::int64_t to_seconds(std::int64_t unix_ms) {
  return unix_ms / 1000;
}

/// The first event of a run, and whether the clock went back since the last one.
Result<void> commit_first(LogWriter& writer, Event event, const Moment& now) {
  std::vector<Item> items{Record{now.unix_ms, std::move(event)}};
  const std::int64_t last_ms = writer.last_time_unix_s() * 1000;
  if (last_ms > now.unix_ms + kClockJumpMs)
    items.emplace_back(Record{now.unix_ms, ClockJumped{last_ms, now.unix_ms}});
  return writer.commit(items, to_seconds(now.unix_ms));
}

}  // namespace

Moment system_moment() {
  return {std::max<std::int64_t>(0, read_ms(CLOCK_REALTIME)), read_ms(CLOCK_BOOTTIME)};
}

Result<void> record_refusal(LogWriter& writer, const std::string& clause, const Moment& now) {
  return commit_first(writer, Refused{clause}, now);
}

Recorder::Recorder(std::unique_ptr<LogWriter> writer, RecorderOptions options)
    : writer_(std::move(writer)), options_(std::move(options)), last_place_(writer_->place()) {
  if (!options_.now) options_.now = &system_moment;
  if (last_place_) place_ = committed_place_ = *last_place_;
  clock_ = options_.now();
}

Result<std::unique_ptr<Recorder>> Recorder::begin(std::unique_ptr<LogWriter> writer, const Opened& opened,
                                                  RecorderOptions options) {
  std::unique_ptr<Recorder> out(new Recorder(std::move(writer), std::move(options)));
  if (auto done = commit_first(*out->writer_, opened, out->clock_); !done)
    return tl::make_unexpected(done.error());
  out->thread_ = std::thread([recorder = out.get()] { recorder->run(); });
  return out;
}

Recorder::~Recorder() {
  close();
}

std::vector<Recorder::Window> Recorder::missing(const std::vector<Lines>& view) const {
  std::vector<Window> out;
  for (const Lines& lines : view) {
    const auto found = recorded_.find(lines.path);
    for (std::uint64_t n = (lines.first - 1) / kWindowLines; n <= (lines.last - 1) / kWindowLines; ++n)
      if (found == recorded_.end() || !found->second.contains(n)) out.push_back({lines.path, n});
  }
  return out;
}

/// Windows that the reader comes near.
std::vector<Recorder::Window> Recorder::next_windows(const std::vector<Lines>& view) const {
  std::vector<Lines> near;
  for (const Lines& lines : view) {
    // A single line is one of many that a search found: nobody scrolls on from it.
    if (lines.first == lines.last) continue;
    const std::uint64_t margin = kWindowLines / 2;
    near.push_back({lines.path, lines.first > margin ? lines.first - margin : 1, lines.last + margin});
  }
  return missing(near);
}

bool Recorder::ensure(const std::vector<Lines>& view) {
  std::vector<Window> windows;
  {
    const std::lock_guard lock(queue_);
    if (!failure_.empty() || closing_) return false;
    windows = missing(view);
  }
  const auto too_long = [](const Lines& lines) { return lines.path.size() > kMaxRecordTextBytes; };
  if (std::any_of(view.begin(), view.end(), too_long)) {
    note_failure("A path of the release is too long to be recorded.");
    return false;
  }
  return windows.empty() || commit(windows, true);
}

bool Recorder::commit(const std::vector<Window>& windows, bool with_place) {
  const std::lock_guard writing(writing_);
  std::vector<Item> items;
  const Moment now = options_.now();
  Place place;
  {
    const std::lock_guard lock(queue_);
    if (!failure_.empty()) return false;
    for (const Window& window : windows) {
      // Another thread may have been here in the meantime.
      if (recorded_[window.path].contains(window.number)) continue;
      const std::uint64_t first = window.number * kWindowLines + 1;
      items.emplace_back(Record{now.unix_ms, AboutToShow{{window.path, first, first + kWindowLines - 1}}});
    }
    collect(items, now, closing_);
    place = place_;
    if (with_place && place != committed_place_) items.emplace_back(place);
  }
  if (items.empty()) return true;
  const auto done = writer_->commit(items, to_seconds(now.unix_ms));
  if (!done) {
    note_failure(done.error().message);
    return false;
  }
  const std::lock_guard lock(queue_);
  for (const Window& window : windows) recorded_[window.path].insert(window.number);
  committed_place_ = place;
  return true;
}

/// Records that are due.
void Recorder::collect(std::vector<Item>& items, const Moment& now, bool all) {
  for (Record& record : view_clock_.take_due(now)) items.emplace_back(std::move(record));
  for (Record& record : pending_) items.emplace_back(std::move(record));
  pending_.clear();
  collect_private(items, now, all);
}

template <typename MakeEvent>
bool Recorder::add_private(std::vector<Item>& items, Private own, const MakeEvent& event) {
  own.text.resize(std::min(own.text.size(), kMaxRecordTextBytes));
  const auto filled = writer_->random()(own.salt);
  const auto commitment = term_commitment(own.salt, own.text);
  if (!filled || !commitment) return false;
  items.emplace_back(Record{own.time_unix_ms, event(*commitment)});
  items.emplace_back(std::move(own));
  return true;
}

bool Recorder::add_search(std::vector<Item>& items, const Search& search) {
  return add_private(items, {Private::Kind::search, search.since.unix_ms, {}, search.term},
                     [&](const Digest& commitment) {
                       return Searched{search.scope, commitment};
                     });
}

void Recorder::collect_private(std::vector<Item>& items, const Moment& now, bool all) {
  // What cannot be added waits for the next group.
  std::erase_if(noted_, [&](const Private& own) {
    return add_private(items, own, [](const Digest& commitment) { return Noted{commitment}; });
  });
  std::erase_if(searched_, [&](const Search& search) { return add_search(items, search); });
  std::erase_if(searches_, [&](const auto& typed) {
    const bool due = all || now.steady_ms - typed.second.since.steady_ms >= kTypingMs;
    return due && add_search(items, typed.second);
  });
}

void Recorder::shown(const std::vector<Lines>& view) {
  const Moment now = options_.now();
  const std::lock_guard lock(queue_);
  if (closing_ || view == view_) return;
  view_ = view;
  view_clock_.show(view, now);
  // Recorded at once, so that the frame that draws them need not wait for the disk.
  if (hurry_ || next_windows(view_).empty()) return;
  hurry_ = true;
  wake_.notify_all();
}

void Recorder::at(const Place& place) {
  const std::lock_guard lock(queue_);
  place_ = place;
}

void Recorder::search(SearchScope scope, const std::string& term) {
  const Moment now = options_.now();
  const std::lock_guard lock(queue_);
  Search next{scope, term, now};
  const auto typed = searches_.find(scope);
  if (typed != searches_.end()) {
    const Search& before = typed->second;
    const bool longer = term.starts_with(before.term);
    next.shortened = !longer && before.term.starts_with(term);
    // The way back by deleting shows nothing that was not looked for on the way there.
    if (!longer && !(next.shortened && before.shortened)) searched_.push_back(before);
    searches_.erase(typed);
  }
  if (!term.empty()) searches_.emplace(scope, std::move(next));
}

bool Recorder::search_now(SearchScope scope, const std::string& term) {
  const Moment now = options_.now();
  {
    const std::lock_guard lock(queue_);
    searched_.push_back({scope, term, now});
  }
  return sync();
}

bool Recorder::note_now(const std::string& words) {
  const Moment now = options_.now();
  {
    const std::lock_guard lock(queue_);
    if (closing_) return false;
    noted_.push_back({Private::Kind::note, now.unix_ms, {}, words});
  }
  if (!sync()) return false;
  const std::lock_guard lock(queue_);
  return noted_.empty();
}

void Recorder::add(Event event) {
  const Moment now = options_.now();
  const std::lock_guard lock(queue_);
  pending_.push_back({now.unix_ms, std::move(event)});
}

bool Recorder::add_now(Event event) {
  add(std::move(event));
  return sync();
}

void Recorder::watch_clock(const Moment& now) {
  const std::int64_t expected_ms = clock_.unix_ms + (now.steady_ms - clock_.steady_ms);
  if (std::abs(now.unix_ms - expected_ms) >= kClockJumpMs)
    pending_.push_back({now.unix_ms, ClockJumped{std::max<std::int64_t>(0, expected_ms), now.unix_ms}});
  clock_ = now;
}

void Recorder::tick() {
  std::vector<Window> windows;
  {
    const std::lock_guard lock(queue_);
    watch_clock(options_.now());
    windows = next_windows(view_);
    hurry_ = false;
  }
  static_cast<void>(commit(windows, true));
}

void Recorder::run() {
  std::unique_lock lock(queue_);
  while (!closing_ && failure_.empty()) {
    wake_.wait_for(lock, options_.period, [this] { return closing_ || hurry_; });
    if (closing_) return;
    lock.unlock();
    tick();
    lock.lock();
  }
}

void Recorder::close() {
  {
    const std::lock_guard lock(queue_);
    if (closing_) return;
    view_clock_.show({}, options_.now());
    pending_.push_back({options_.now().unix_ms, Closed{}});
    closing_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  static_cast<void>(commit({}, true));
}

void Recorder::note_failure(const std::string& message) {
  {
    const std::lock_guard lock(queue_);
    if (!failure_.empty()) return;
    failure_ = message;
  }
  if (options_.on_failure) options_.on_failure();
}

bool Recorder::failed() const {
  const std::lock_guard lock(queue_);
  return !failure_.empty();
}

std::string Recorder::failure() const {
  const std::lock_guard lock(queue_);
  return failure_;
}

Result<std::string> Recorder::note() {
  if (!commit({}, true)) return seal::fail(SealErrorCode::io, failure());
  const std::lock_guard writing(writing_);
  return writer_->note();
}

}  // namespace spoor::seal_log
