#include "viewer/app/picker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "viewer/find/coverage.hpp"

namespace spoor::app {
namespace {

std::shared_ptr<const find::FuzzyList> command_titles() {
  std::vector<std::string> titles;
  for (const Command& c : commands()) titles.emplace_back(c.title);
  return std::make_shared<const find::FuzzyList>(titles);
}

}  // namespace

void Picker::open(PickerKind kind) {
  kind_ = kind;
  text.clear();
  listed_text_.reset();
  rows_.clear();
  selected_ = 0;
  scroll = {};
  matches_ = all_ = 0;
  found_.reset();
  definitions_.clear();
  releases_.clear();
  notes_ = {};
}

void Picker::open_releases(std::vector<std::string> names) {
  open(PickerKind::releases);
  releases_ = std::move(names);
}

void Picker::open_definitions(std::vector<symbols::Symbol> definitions) {
  open(PickerKind::definitions);
  definitions_ = std::move(definitions);
}

void Picker::open_notes(std::vector<seal::Note> notes) {
  open(PickerKind::notes);
  notes_ = std::move(notes);
}

void Picker::begin_list() {
  rows_.clear();
  selected_ = 0;
  scroll = {};
  ++generation_;
}

void Picker::update(const PickerFeeds& feeds) {
  if (!shown()) return;
  if (kind_ == PickerKind::symbols) return list_symbols(feeds);
  if (kind_ == PickerKind::files && paths_ == nullptr) {
    paths_ = feeds.paths.ready();
    if (paths_ != nullptr) {
      path_finder_.emplace(paths_);
      listed_text_.reset();
    }
  }
  if (listed_text_ == text) return;
  listed_text_ = text;
  begin_list();
  if (kind_ == PickerKind::commands) list_commands();
  if (kind_ == PickerKind::files) list_files(feeds.recent);
  if (kind_ == PickerKind::definitions) list_definitions();
  if (kind_ == PickerKind::releases) list_releases();
  if (kind_ == PickerKind::notes) list_notes();
}

void Picker::list_symbols(const PickerFeeds& feeds) {
  const bool typed = listed_text_ != text;
  listed_text_ = text;
  if (text.empty()) {
    // Nothing is asked yet: what the file itself defines, and the release's names are loaded meanwhile.
    if (typed) feeds.desk.search(text);
    if (!typed && (!rows_.empty() || feeds.outline == nullptr)) return;
    begin_list();
    found_.reset();
    if (feeds.outline == nullptr) return;
    for (const OutlineItem& item : feeds.outline->items)
      if (rows_.size() < kMostRows) rows_.push_back({item.symbol.name, {}, Action::none, item.symbol});
    return;
  }
  if (typed) feeds.desk.search(text);
  // Until the first of the new ones come the old ones stay: nothing flickers.
  auto found = feeds.desk.found();
  if (found == found_ || found->query != text) return;
  const bool goes_on = found_ != nullptr && found_->query == text;
  if (!goes_on) begin_list();
  found_ = std::move(found);
  for (std::size_t i = rows_.size(); i < found_->hits.size(); ++i)
    rows_.push_back({found_->hits[i].symbol.name, found_->hits[i].at, Action::none, found_->hits[i].symbol});
}

void Picker::list_definitions() {
  std::vector<std::string> places;
  for (const symbols::Symbol& symbol : definitions_) places.push_back(symbol.path);
  const auto add = [this](std::size_t i) {
    rows_.push_back({definitions_[i].name, {}, Action::none, definitions_[i]});
  };
  if (text.empty()) {
    for (std::size_t i = 0; i < definitions_.size(); ++i) add(i);
  } else {
    find::FuzzyFinder finder(std::make_shared<const find::FuzzyList>(places));
    for (const find::FuzzyHit& hit : finder.find(text, definitions_.size())) add(hit.item);
  }
  matches_ = rows_.size();
  all_ = definitions_.size();
}

void Picker::list_releases() {
  find::FuzzyFinder finder(std::make_shared<const find::FuzzyList>(releases_));
  if (text.empty())
    for (const std::string& name : releases_) rows_.push_back({name});
  else
    for (find::FuzzyHit& hit : finder.find(text, kMostRows))
      rows_.push_back({releases_[hit.item], std::move(hit.at)});
  matches_ = rows_.size();
  all_ = releases_.size();
}

void Picker::list_notes() {
  std::vector<std::string> words;
  for (const seal::Note& note : notes_) words.push_back(note.path + " " + note.text);
  find::FuzzyFinder finder(std::make_shared<const find::FuzzyList>(words));
  for (const find::FuzzyHit& hit : finder.find(text, notes_.size())) {
    const seal::Note& note = notes_[hit.item];
    rows_.push_back({note.path, {}, Action::none, {}, note});
  }
  matches_ = rows_.size();
  all_ = notes_.size();
}

void Picker::list_commands() {
  if (!command_finder_) command_finder_.emplace(command_titles());
  for (find::FuzzyHit& hit : command_finder_->find(text, kMostRows)) {
    const Command& command = commands()[hit.item];
    rows_.push_back({std::string(command.title), std::move(hit.at), command.action});
  }
  matches_ = command_finder_->matches();
  all_ = commands().size();
}

void Picker::list_files(const std::vector<std::string>& recent) {
  const bool first = text.empty();
  if (first)
    for (const std::string& path : recent) rows_.push_back({path});
  if (!path_finder_) return;
  for (find::FuzzyHit& hit : path_finder_->find(text, kMostRows)) {
    std::string path(paths_->item(hit.item));
    if (first && std::find(recent.begin(), recent.end(), path) != recent.end()) continue;
    rows_.push_back({std::move(path), std::move(hit.at)});
  }
  matches_ = path_finder_->matches();
  all_ = paths_->size();
}

void Picker::select(std::size_t row) {
  if (row < rows_.size()) selected_ = row;
}

void Picker::move(std::int64_t steps) {
  if (rows_.empty()) return;
  const auto last = static_cast<std::int64_t>(rows_.size()) - 1;
  selected_ = static_cast<std::size_t>(
      std::clamp<std::int64_t>(static_cast<std::int64_t>(selected_) + steps, 0, last));
  reveal_selected = true;
}

std::string Picker::hint() const {
  switch (kind_) {
    case PickerKind::commands:
      return "a command";
    case PickerKind::files:
      return "part of a path, in order: several words may each be a part";
    case PickerKind::line:
      return "a line's number";
    case PickerKind::symbols:
      return "part of a name: functions and types; macros and enumerators by their whole name";
    case PickerKind::definitions:
      return "which is meant? part of a path";
    case PickerKind::releases:
      return "the release to compare with";
    case PickerKind::notes:
      return "part of a path or of a note's words";
    case PickerKind::none:
      break;
  }
  return {};
}

std::string Picker::status() const {
  if (kind_ == PickerKind::line) return {};
  if (kind_ == PickerKind::files && paths_ == nullptr) return "listing the release's files";
  if (kind_ == PickerKind::symbols) return symbol_status();
  return fmt::format("{} of {}", find::with_commas(matches_), find::with_commas(all_));
}

std::string Picker::symbol_status() const {
  if (text.empty()) return rows_.empty() ? std::string() : "of this file";
  if (found_ == nullptr || found_->query != text) return "searching";
  if (!found_->trouble.empty()) return "no table of definitions";
  const bool all = found_->complete && rows_.size() < SymbolDesk::kMostHits;
  return fmt::format("{}{} definition{}",
                     all                ? ""
                     : found_->complete ? "the best "
                                        : "",
                     find::with_commas(rows_.size()), rows_.size() == 1 ? "" : "s");
}

std::optional<std::uint64_t> Picker::line() const {
  std::uint64_t line = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, line);
  if (parsed.ec != std::errc() || parsed.ptr != end || line == 0) return std::nullopt;
  return line - 1;
}

}  // namespace spoor::app
