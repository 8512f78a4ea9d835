#include "viewer/app/symbol_desk.hpp"

#include <algorithm>
#include <utility>

#include "viewer/app/encoding.hpp"
#include "viewer/symbols/tags.hpp"

namespace spoor::app {
namespace {

constexpr std::size_t kFirstHits = 20;  // as many as a list shows at once
constexpr std::size_t kMoreHits = 60;

Outline outline_of(const Source& source, const std::string& path) {
  Outline none{path, {}, {}};
  if (!symbols::has_tags(path)) {
    none.trouble = "No outline for this language";
    return none;
  }
  const auto files = source.files();
  const auto entry = files->stat(path);
  if (!entry || entry->kind != seal::EntryKind::file) return none;
  if (entry->size_bytes > SymbolDesk::kMostOutlineBytes) {
    none.trouble = "Too large for an outline";
    return none;
  }
  const auto bytes = files->read(path, 0, entry->size_bytes);
  const auto encoding = bytes ? detect_encoding(*bytes, true) : std::nullopt;
  if (!encoding) return none;
  if (encoding->utf8 && encoding->mark_bytes == 0) return make_outline(path, *bytes);
  const auto text = to_utf8(*bytes, *encoding);
  return text ? make_outline(path, *text) : none;
}

}  // namespace

SymbolDesk::SymbolDesk(const Source& source, std::function<void()> on_change)
    : source_(&source), on_change_(std::move(on_change)) {}

SymbolDesk::~SymbolDesk() = default;

void SymbolDesk::start() {
  if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void SymbolDesk::ask(SymbolWish wish, std::string name, std::string from_path) {
  {
    const std::scoped_lock lock(mutex_);
    questions_[static_cast<std::size_t>(wish)] = Question{std::move(name), std::move(from_path)};
    std::erase_if(answers_, [wish](const Meaning& answer) { return answer.wish == wish; });
  }
  start();
  changed_.notify_all();
}

void SymbolDesk::forget(SymbolWish wish) {
  const std::scoped_lock lock(mutex_);
  questions_[static_cast<std::size_t>(wish)].reset();
  std::erase_if(answers_, [wish](const Meaning& answer) { return answer.wish == wish; });
}

std::optional<Meaning> SymbolDesk::take() {
  const std::scoped_lock lock(mutex_);
  if (answers_.empty()) return std::nullopt;
  Meaning first = std::move(answers_.front());
  answers_.erase(answers_.begin());
  return first;
}

void SymbolDesk::search(std::string query) {
  {
    const std::scoped_lock lock(mutex_);
    wanted_query_ = std::move(query);
  }
  start();
  changed_.notify_all();
}

std::shared_ptr<const FoundSymbols> SymbolDesk::found() const {
  const std::scoped_lock lock(mutex_);
  return found_;
}

std::shared_ptr<const Outline> SymbolDesk::outline(const std::string& path) {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = outlines_.find(path); known != outlines_.end()) {
      known->second.used = ++uses_;
      return known->second.outline;
    }
    while (outlines_.size() >= kKeptOutlines) {
      const auto oldest =
          std::min_element(outlines_.begin(), outlines_.end(),
                           [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
      outlines_.erase(oldest);
    }
    outlines_[path] = Kept{nullptr, ++uses_};
    wanted_outlines_.push_back(path);
  }
  start();
  changed_.notify_all();
  return nullptr;
}

std::uint64_t SymbolDesk::revision() const {
  const std::scoped_lock lock(mutex_);
  return revision_;
}

bool SymbolDesk::asked() const {
  return wanted_query_ || !wanted_outlines_.empty() ||
         std::any_of(questions_.begin(), questions_.end(), [](const auto& q) { return q.has_value(); });
}

void SymbolDesk::wait() const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !asked() && !busy_; });
}

void SymbolDesk::clear() {
  const std::scoped_lock lock(mutex_);
  questions_ = {};
  answers_.clear();
  wanted_query_.reset();
  found_ = std::make_shared<const FoundSymbols>();
  wanted_outlines_.clear();
  outlines_.clear();
  ++clears_;
}

void SymbolDesk::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return asked(); })) {
    busy_ = true;
    for (std::size_t wish = 0; wish < kSymbolWishes; ++wish)
      if (questions_[wish]) answer(lock, static_cast<SymbolWish>(wish));
    if (!wanted_outlines_.empty()) make(lock);
    if (wanted_query_) find(lock, stop);
    busy_ = false;
    changed_.notify_all();
  }
}

void SymbolDesk::tell() {
  if (on_change_) on_change_();
}

/// Without the lock. nullptr: `trouble` says why.
const symbols::Definitions* SymbolDesk::table(std::string& trouble) {
  if (!table_) table_ = source_->definitions();
  if (!*table_)
    trouble = table_->error().message;
  else if (**table_ == nullptr)
    trouble = "The archive has no table of definitions: ask the vendor to pack it with a newer spoor.";
  return *table_ ? (*table_)->get() : nullptr;
}

void SymbolDesk::answer(std::unique_lock<std::mutex>& lock, SymbolWish wish) {
  auto& asked = questions_[static_cast<std::size_t>(wish)];
  const Question question = std::move(*asked);
  asked.reset();
  const std::uint64_t begun = clears_;
  lock.unlock();
  Meaning meaning{wish, question.name, {}, {}};
  if (const symbols::Definitions* all = table(meaning.trouble); all != nullptr) {
    auto found = all->definitions(question.name);
    if (found)
      meaning.definitions = std::move(*found);
    else
      meaning.trouble = found.error().message;
    symbols::nearest_first(meaning.definitions, question.from_path);
    if (found && meaning.definitions.empty())
      meaning.trouble = "No function, macro, type or enumerator of this name is defined in the release.";
  }
  lock.lock();
  if (!asked && begun == clears_) answers_.push_back(std::move(meaning));
  ++revision_;
  lock.unlock();
  tell();
  lock.lock();
}

void SymbolDesk::publish(std::shared_ptr<const FoundSymbols> found, std::uint64_t begun) {
  {
    const std::scoped_lock lock(mutex_);
    if (begun != clears_) return;
    found_ = std::move(found);
    ++revision_;
  }
  tell();
}

void SymbolDesk::find(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  FoundSymbols found;
  found.query = std::move(*wanted_query_);
  wanted_query_.reset();
  const std::uint64_t begun = clears_;
  lock.unlock();
  const auto outdated = [&] {
    const std::scoped_lock look(mutex_);
    return stop.stop_requested() || asked() || begun != clears_;
  };
  bool whole = true;
  if (const symbols::Definitions* all = table(found.trouble); all != nullptr) {
    if (!finder_) finder_.emplace(*(*table_));
    std::size_t told = 0;
    const std::size_t most = found.query.empty() ? 0 : kMostHits;  // an empty one only loads the names
    const auto done = finder_->find(found.query, most, [&](symbols::SymbolHit hit) {
      found.hits.push_back(std::move(hit));
      if (found.hits.size() - told < (told == 0 ? kFirstHits : kMoreHits)) return true;
      told = found.hits.size();
      publish(std::make_shared<const FoundSymbols>(found), begun);
      whole = !outdated();
      return whole;
    });
    if (!done) found.trouble = done.error().message;
  }
  found.complete = true;
  std::string query = found.query;
  if (whole) publish(std::make_shared<const FoundSymbols>(std::move(found)), begun);
  lock.lock();
  // What came between was only a question: the search goes on behind its answer.
  if (!whole && !wanted_query_ && begun == clears_ && !stop.stop_requested())
    wanted_query_ = std::move(query);
}

void SymbolDesk::make(std::unique_lock<std::mutex>& lock) {
  const std::string path = std::move(wanted_outlines_.back());
  wanted_outlines_.pop_back();
  lock.unlock();
  auto outline = std::make_shared<const Outline>(outline_of(*source_, path));
  lock.lock();
  if (const auto known = outlines_.find(path); known != outlines_.end()) known->second.outline = outline;
  ++revision_;
  lock.unlock();
  tell();
  lock.lock();
}

}  // namespace spoor::app
