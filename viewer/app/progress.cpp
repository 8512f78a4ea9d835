#include "viewer/app/progress.hpp"

#include <fmt/format.h>

#include "viewer/find/coverage.hpp"

namespace spoor::app {
namespace {

using find::with_commas;
using seal::NoteKind;

std::size_t count_below(const find::FuzzyList& paths, std::string_view directory) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string_view path = paths.item(i);
    out += path.size() > directory.size() && path[directory.size()] == '/' && path.starts_with(directory)
               ? 1U
               : 0U;
  }
  return out;
}

}  // namespace

std::string_view Progress::words_of_file(const Notebook& notebook, std::string_view path) {
  const auto mark = notebook.mark_of(path);
  if (!mark) return {};
  return *mark == NoteKind::reviewed ? "reviewed" : "to do";
}

std::string Progress::words_of_directory(const Notebook& notebook, std::string_view directory,
                                         const std::shared_ptr<const find::FuzzyList>& paths) {
  const std::size_t reviewed = notebook.marked_below(directory, NoteKind::reviewed);
  if (reviewed == 0) {
    const std::size_t to_do = notebook.marked_below(directory, NoteKind::to_do);
    return to_do == 0 ? std::string() : with_commas(to_do) + " to do";
  }
  if (paths == nullptr) return with_commas(reviewed);
  if (paths_ != paths) {
    paths_ = paths;
    files_.clear();
  }
  auto known = files_.find(directory);
  if (known == files_.end())
    known = files_.emplace(std::string(directory), count_below(*paths, directory)).first;
  return fmt::format("{} of {}", with_commas(reviewed), with_commas(known->second));
}

}  // namespace spoor::app
