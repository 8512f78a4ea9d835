#include "viewer/app/finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "viewer/app/editor.hpp"

namespace spoor::app {
namespace {

constexpr unsigned kLeastThreads = 2;
constexpr unsigned kMostThreads = 16;

unsigned search_threads() {
  return std::clamp(std::thread::hardware_concurrency(), kLeastThreads, kMostThreads);
}

find::Query query_of(const FindForm& form) {
  find::Query query;
  query.text = form.text;
  query.regexp = form.regexp;
  query.ignore_case = !form.match_case;
  query.whole_word = form.whole_word;
  query.multi_line = form.multi_line;
  for (std::string& glob : find::split_globs(form.globs)) {
    if (glob.starts_with('!'))
      query.exclude.push_back(glob.substr(1));
    else
      query.include.push_back(std::move(glob));
  }
  return query;
}

std::function<void()> counting(const std::shared_ptr<std::atomic<std::uint64_t>>& revision,
                               const std::function<void()>& on_change) {
  return [revision, on_change] {
    ++*revision;
    if (on_change) on_change();
  };
}

/// What is wrong, without the query: words of our own carry no mark, and the query may be the vendor's.
std::string without_query(const std::string& message) {
  const std::size_t reason = message.find(": ");
  const std::size_t query = reason == std::string::npos ? reason : message.find(": ", reason + 2);
  return query == std::string::npos ? message : message.substr(0, query) + ".";
}

const char* plural(std::uint64_t count) {
  return count == 1 ? "" : "s";
}

}  // namespace

void FindHistory::remember(const std::string& text) {
  at_ = 0;
  if (text.empty()) return;
  texts_.erase(std::remove(texts_.begin(), texts_.end(), text), texts_.end());
  texts_.insert(texts_.begin(), text);
  if (texts_.size() > kKept) texts_.pop_back();
}

std::optional<std::string> FindHistory::step(int direction, const std::string& now) {
  if (at_ > 0 && now != texts_[at_ - 1]) at_ = 0;  // it was edited: a text of its own
  if (at_ == 0) own_ = now;
  if (direction < 0 && at_ == 0) return std::nullopt;
  std::size_t next = direction > 0 ? at_ + 1 : at_ - 1;
  if (next == 1 && direction > 0 && !texts_.empty() && texts_[0] == now)
    ++next;  // the field holds it already
  if (next > texts_.size()) return std::nullopt;
  at_ = next;
  return at_ == 0 ? own_ : texts_[at_ - 1];
}

FileFinder::FileFinder(std::shared_ptr<const find::Files> files, std::function<void()> on_change)
    : engine_(std::move(files), 1, std::move(on_change)) {}

void FileFinder::poll(Editor* editor) {
  if (!shown) return;
  find::Query wanted = query_of(form);
  if (editor != nullptr && editor->document() != nullptr && !editor->hex()) wanted.only_path = editor->path();
  if (wanted != query_ || (search_ == nullptr && !wanted.text.empty())) {
    if (search_ == nullptr || wanted.only_path != query_.only_path)
      from_line_ = editor != nullptr ? editor->current_line() : 0;
    places_.clear();
    current_.reset();
    progress_ = {};
    query_ = std::move(wanted);
    search_.reset();
    if (query_.text.empty() || query_.only_path.empty())
      engine_.cancel();
    else
      search_ = engine_.start(query_);
  }
  if (search_ == nullptr || progress_.complete) return;
  progress_ = search_->progress();
  for (const find::FileHits& hits : search_->take())
    places_.insert(places_.end(), hits.places.begin(), hits.places.end());
  if (current_ || places_.empty()) return;
  const auto behind = std::find_if(places_.begin(), places_.end(),
                                   [this](const find::Place& place) { return place.line >= from_line_; });
  current_ = behind == places_.end() ? 0 : static_cast<std::size_t>(behind - places_.begin());
  go_to_current(*editor);
}

void FileFinder::go_to_current(Editor& editor) {
  const find::Place& place = places_[*current_];
  from_line_ = place.line;
  editor.go_to(place.line);
  if (!editor.converted()) editor.show_byte(place.line, place.begin_byte);
}

void FileFinder::step(Editor* editor, int direction) {
  if (editor == nullptr || !current_ || editor->path() != query_.only_path) return;
  const std::size_t count = places_.size();
  current_ = (*current_ + (direction > 0 ? 1 : count - 1)) % count;
  go_to_current(*editor);
}

void FileFinder::close() {
  shown = false;
  engine_.cancel();
  search_.reset();
  places_.clear();
  current_.reset();
  progress_ = {};
}

std::span<const find::Place> FileFinder::places_on(std::uint64_t line) const {
  const auto by_line = [](const find::Place& place, std::uint64_t wanted) { return place.line < wanted; };
  const auto begin = std::lower_bound(places_.begin(), places_.end(), line, by_line);
  const auto end = std::lower_bound(begin, places_.end(), line + 1, by_line);
  return {begin, end};
}

const find::Place* FileFinder::current() const {
  return current_ ? &places_[*current_] : nullptr;
}

bool FileFinder::failed() const {
  return progress_.error.has_value() || progress_.coverage.skipped_files() > 0;
}

std::string FileFinder::status() const {
  if (search_ == nullptr) return query_.only_path.empty() && shown ? "no text file is open" : "";
  if (progress_.error) return without_query(progress_.error->message);
  if (progress_.coverage.skipped_files() > 0)
    return "the file could not be searched to its end: " + find::describe(progress_.coverage);
  if (!current_) return progress_.complete ? "not in this file" : "searching";
  const bool all_kept = places_.size() == progress_.matches;
  return fmt::format("{} of {}{}{}", find::with_commas(*current_ + 1), find::with_commas(progress_.matches),
                     progress_.complete ? "" : "+",
                     all_kept ? "" : fmt::format(" (steps through {})", find::with_commas(places_.size())));
}

TreeFinder::TreeFinder(std::shared_ptr<const find::Files> files, std::function<void()> on_change)
    : engine_(std::move(files), search_threads(), std::move(on_change)) {}

void TreeFinder::begin() {
  searched_ = form;
  ++generation_;
  files_.clear();
  rows_.clear();
  selected_.reset();
  scroll = {};
  progress_ = {};
  search_.reset();
  if (form.text.empty())
    engine_.cancel();
  else
    search_ = engine_.start(query_of(form));
}

void TreeFinder::poll() {
  // Whoever opens the panel is about to type.
  if (shown) engine_.prepare();
  if (shown && form != searched_) begin();
  if (search_ == nullptr || progress_.complete) return;
  progress_ = search_->progress();
  for (find::FileHits& hits : search_->take()) {
    const auto index = static_cast<std::uint32_t>(files_.size());
    rows_.push_back({FoundRow::Kind::file, index, 0});
    for (std::uint32_t line = 0; line < hits.shown.size(); ++line)
      rows_.push_back({FoundRow::Kind::line, index, line});
    files_.push_back(std::move(hits));
  }
  if (!progress_.complete) return;
  for (std::uint32_t i = 0; i < progress_.coverage.skipped.size(); ++i)
    rows_.push_back({FoundRow::Kind::skipped, i, 0});
}

void TreeFinder::close() {
  shown = false;
  form.text.clear();
  begin();
}

void TreeFinder::list_occurrences(const std::string& name) {
  shown = true;
  form = {};
  form.text = name;
  form.match_case = form.whole_word = true;
  occurrences_ = form;
  definitions_.reset();
}

void TreeFinder::set_definitions(const std::string& name, const std::vector<symbols::Symbol>& definitions) {
  if (!occurrences_ || occurrences_->text != name) return;
  definitions_.emplace();
  for (const symbols::Symbol& symbol : definitions) definitions_->emplace(symbol.path, symbol.line);
}

bool TreeFinder::defines(const FoundRow& row) const {
  return row.kind == FoundRow::Kind::line && definitions_ && lists_occurrences() &&
         definitions_->contains({file(row).path, line(row).line});
}

bool TreeFinder::stops_at(std::size_t row) const {
  return rows_[row].kind == FoundRow::Kind::line && !line(rows_[row]).matches.empty();
}

void TreeFinder::move(std::int64_t steps) {
  const std::int64_t way = steps < 0 ? -1 : 1;
  const auto count = static_cast<std::int64_t>(rows_.size());
  std::int64_t left = selected_ ? steps * way : 1;
  for (std::int64_t at = selected_ ? static_cast<std::int64_t>(*selected_) + way : 0;
       at >= 0 && at < count && left > 0; at += way)
    if (stops_at(static_cast<std::size_t>(at))) {
      selected_ = static_cast<std::size_t>(at);
      --left;
    }
  reveal_selected = true;
}

void TreeFinder::select(std::size_t row) {
  if (row < rows_.size() && (rows_[row].kind == FoundRow::Kind::file || stops_at(row))) selected_ = row;
}

std::optional<TreeFinder::Target> TreeFinder::target() const {
  if (!selected_) return std::nullopt;
  const FoundRow& row = rows_[*selected_];
  if (row.kind == FoundRow::Kind::line) return Target{file(row).path, line(row).line};
  return Target{file(row).path, 0};
}

bool TreeFinder::failed() const {
  return progress_.error.has_value();
}

std::string TreeFinder::counts() const {
  if (search_ == nullptr) return {};
  if (progress_.error) return without_query(progress_.error->message);
  std::string out = lists_occurrences() ? "Occurrences of the name, comments and strings included: " : "";
  out += fmt::format("{} line{} in {} file{}{}", find::with_commas(progress_.lines), plural(progress_.lines),
                     find::with_commas(progress_.files), plural(progress_.files),
                     progress_.complete ? "" : " so far");
  if (lists_occurrences() && definitions_)
    out += fmt::format(", {} definition{}", find::with_commas(definitions_->size()),
                       plural(definitions_->size()));
  if (progress_.kept < progress_.lines)
    out += fmt::format(", the first {} are listed", find::with_commas(progress_.kept));
  return out;
}

std::string TreeFinder::coverage() const {
  return search_ == nullptr || progress_.error ? std::string() : find::describe(progress_.coverage);
}

Finder::Finder(std::shared_ptr<const find::Files> files, const std::function<void()>& on_change)
    : in_file(files, counting(revision_, on_change)), in_tree(files, counting(revision_, on_change)) {}

void Finder::poll(Editor* editor) {
  in_file.poll(editor);
  in_tree.poll();
}

void Finder::close() {
  in_file.close();
  in_tree.close();
}

}  // namespace spoor::app
