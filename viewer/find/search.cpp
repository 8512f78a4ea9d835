#include "viewer/find/search.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "viewer/find/gram_query.hpp"

namespace spoor::find {
namespace {

constexpr std::chrono::milliseconds kTellEvery{40};
// Of files that may match: so little that several threads share a few of them.
constexpr std::uint64_t kChosenPortionBytes = 64U << 10U;

/// Cuts hits to their first `room` lines or places, with the lines around them.
void cut(FileHits& hits, std::uint64_t room) {
  if (hits.places.size() > room) hits.places.resize(room);
  auto line = hits.shown.begin();
  std::uint64_t kept = 0;
  for (; line != hits.shown.end(); ++line)
    if (!line->matches.empty() && kept++ == room) break;
  hits.shown.erase(line, hits.shown.end());
}

}  // namespace

Search::Search(std::shared_ptr<const Files> files, const Catalogue& catalogue, Query query,
               std::function<void()> on_change)
    : files_(std::move(files)),
      catalogue_(catalogue),
      query_(std::move(query)),
      on_change_(std::move(on_change)) {
  progress_.coverage.files = query_.only_path.empty() ? files_->file_count() : 1;
}

/// Compiles once, on a thread that works: what is slow to compile keeps nobody from typing. False: there is
/// nothing to do.
bool Search::prepare() {
  const std::lock_guard preparing(preparing_);
  if (!compiled_) {
    auto pattern = Pattern::compile(query_);
    auto globs = pattern ? Globs::compile(query_.include, query_.exclude)
                         : Result<Globs>(tl::unexpect, pattern.error());
    if (globs)
      compiled_.emplace(Compiled{std::move(*pattern), std::move(*globs)});
    else
      compiled_.emplace(tl::unexpect, globs.error());
    if (compiled_->has_value()) choose_files((*compiled_)->globs);
    const std::lock_guard lock(mutex_);
    if (!compiled_->has_value()) progress_.error = compiled_->error();
  }
  return compiled_->has_value();
}

void Search::choose_files(const Globs& globs) {
  if (!query_.only_path.empty()) {
    chosen_.emplace();
    if (const auto entry = files_->stat(query_.only_path); entry && entry->kind == seal::EntryKind::file)
      chosen_->push_back({{query_.only_path, entry->size_bytes, entry->binary}});
    return;
  }
  const auto grams = query_.without_index ? nullptr : files_->grams();
  if (grams == nullptr) return;
  // A table that cannot be read rules nothing out.
  if (const auto found = candidates(query_, *grams, *files_->table()); found && *found)
    rule_out(globs, **found);
}

/// Counts what is not among the chosen files, and parts those into portions.
void Search::rule_out(const Globs& globs, const std::vector<std::uint32_t>& chosen) {
  const seal::FileTable& table = *files_->table();
  Coverage others;
  std::vector<Portion> portions;
  Portion open;
  std::uint64_t bytes = 0;
  auto next = chosen.begin();
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    if (next != chosen.end() && *next == i) {
      ++next;
      open.push_back(entry_of(table, i));
      bytes += table.file(i).size_bytes;
      if (bytes < kChosenPortionBytes && next != chosen.end()) continue;
      portions.push_back(std::exchange(open, {}));
      bytes = 0;
    } else if (!globs.chooses(table.path(i))) {
      ++others.left_out;
    } else {
      others.count(table.file(i).binary ? ScanEnd::binary : ScanEnd::whole, table.path(i));
    }
  }
  chosen_ = std::move(portions);
  const std::lock_guard lock(mutex_);
  progress_.coverage.add(std::move(others));
}

const Portion* Search::next_portion(std::size_t& number) {
  number = next_++;
  if (chosen_) return number < chosen_->size() ? &(*chosen_)[number] : nullptr;
  return catalogue_.portion(number, stop_.get_token());
}

void Search::work() {
  if (prepare()) {
    std::size_t number = 0;
    while (!stop_.stop_requested()) {
      const Portion* portion = next_portion(number);
      if (portion == nullptr) {
        const std::lock_guard lock(mutex_);
        if (!stop_.stop_requested() && (!portions_ || number < *portions_)) portions_ = number;
        break;
      }
      hand_in(number, search_portion(number, *portion));
    }
  }
  finish();
}

/// How many lines or places of a portion may still be kept: not more than are left by the portions before it
/// that are known. What the others take is cut off when it is handed on.
std::uint64_t Search::room_before(std::size_t number) const {
  const std::uint64_t most = query_.only_path.empty() ? kKeptLines : kKeptPlaces;
  const std::lock_guard lock(mutex_);
  std::uint64_t before = progress_.kept;
  for (auto part = waiting_.begin(); part != waiting_.end() && part->first < number; ++part)
    before += part->second.kept;
  return most - std::min(most, before);
}

Search::Part Search::search_portion(std::size_t number, const Portion& portion) {
  using Kind = HitCollector::Kind;
  const bool alone = !query_.only_path.empty();
  const Compiled& compiled = **compiled_;
  const std::stop_token stop = stop_.get_token();
  const std::uint64_t room = room_before(number);
  Part part;
  for (const FileEntry& file : portion) {
    if (!alone && !compiled.globs.chooses(file.path)) {
      ++part.coverage.left_out;
      continue;
    }
    HitCollector hits(alone ? Kind::places : Kind::lines, room - part.kept);
    const ScanEnd end =
        scan_file(*files_, file, compiled.pattern, stop, [&hits](const Match& match) { hits.add(match); });
    part.coverage.count(end, file.path);
    if (end == ScanEnd::stopped) break;
    part.kept += hits.kept();
    const bool kept = hits.kept() > 0;
    FileHits found = hits.take(file.path);
    part.lines += found.lines;
    part.matches += found.matches;
    part.files += found.matches > 0 ? 1 : 0;
    if (kept) part.hits.push_back(std::move(found));
  }
  return part;
}

void Search::hand_in(std::size_t number, Part part) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (stop_.stop_requested()) return;
    first = progress_.matches == 0 && part.matches > 0;
    waiting_.emplace(number, std::move(part));
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == next_to_hand_on_;
         next = waiting_.erase(next), ++next_to_hand_on_)
      hand_on(std::move(next->second));
  }
  tell(first);
}

void Search::hand_on(Part&& part) {
  const std::uint64_t most = query_.only_path.empty() ? kKeptLines : kKeptPlaces;
  progress_.coverage.add(std::move(part.coverage));
  progress_.files += part.files;
  progress_.lines += part.lines;
  progress_.matches += part.matches;
  for (FileHits& hits : part.hits) {
    const std::uint64_t room = most - progress_.kept;
    if (room == 0) break;
    cut(hits, room);
    const auto lines = std::count_if(hits.shown.begin(), hits.shown.end(),
                                     [](const FoundLine& l) { return !l.matches.empty(); });
    progress_.kept += hits.places.size() + static_cast<std::uint64_t>(lines);
    hits_.push_back(std::move(hits));
  }
}

void Search::finish() {
  {
    const std::lock_guard lock(mutex_);
    const bool all = portions_ && next_to_hand_on_ == *portions_;
    if (progress_.complete || stop_.stop_requested() || !(all || progress_.error)) return;
    progress_.complete = true;
    Coverage& coverage = progress_.coverage;
    if (!progress_.error)
      coverage.in_damaged_folders = coverage.files - std::min(coverage.files, coverage.done());
    std::sort(coverage.skipped.begin(), coverage.skipped.end(),
              [](const Skipped& a, const Skipped& b) { return seal::tree_order(a.path, b.path); });
  }
  tell(true);
}

void Search::tell(bool at_once) {
  {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!at_once && now - told_ < kTellEvery) return;
    told_ = now;
  }
  if (on_change_) on_change_();
}

Progress Search::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

std::vector<FileHits> Search::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(hits_, {});
}

}  // namespace spoor::find
