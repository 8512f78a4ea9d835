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
}

void Picker::update(const PathList& paths, const std::vector<std::string>& recent) {
  if (!shown()) return;
  if (kind_ == PickerKind::files && paths_ == nullptr) {
    paths_ = paths.ready();
    if (paths_ != nullptr) {
      path_finder_.emplace(paths_);
      listed_text_.reset();
    }
  }
  if (listed_text_ == text) return;
  listed_text_ = text;
  rows_.clear();
  selected_ = 0;
  scroll = {};
  ++generation_;
  if (kind_ == PickerKind::commands) list_commands();
  if (kind_ == PickerKind::files) list_files(recent);
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
    for (const std::string& path : recent) rows_.push_back({path, {}, Action::none});
  if (!path_finder_) return;
  for (find::FuzzyHit& hit : path_finder_->find(text, kMostRows)) {
    std::string path(paths_->item(hit.item));
    if (first && std::find(recent.begin(), recent.end(), path) != recent.end()) continue;
    rows_.push_back({std::move(path), std::move(hit.at), Action::none});
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
    case PickerKind::none:
      break;
  }
  return {};
}

std::string Picker::status() const {
  if (kind_ == PickerKind::line) return {};
  if (kind_ == PickerKind::files && paths_ == nullptr) return "listing the release's files";
  return fmt::format("{} of {}", find::with_commas(matches_), find::with_commas(all_));
}

std::optional<std::uint64_t> Picker::line() const {
  std::uint64_t line = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, line);
  if (parsed.ec != std::errc() || parsed.ptr != end || line == 0) return std::nullopt;
  return line - 1;
}

}  // namespace spoor::app
