// How far the reviewer has come, for the rows of the tree: reviewed files of files.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "viewer/app/notebook.hpp"
#include "viewer/find/fuzzy.hpp"

namespace spoor::app {

class Progress {
 public:
  /// "reviewed", "to do"; empty: the file has no mark.
  [[nodiscard]] static std::string_view words_of_file(const Notebook& notebook, std::string_view path);
  /// "3 of 12", without "of 12" while the release is not listed, "2 to do" where nothing is reviewed; empty:
  /// no file below has a mark. `paths`: all of the release; nullptr: not listed yet.
  [[nodiscard]] std::string words_of_directory(const Notebook& notebook, std::string_view directory,
                                               const std::shared_ptr<const find::FuzzyList>& paths);

 private:
  std::shared_ptr<const find::FuzzyList> paths_;
  std::map<std::string, std::size_t, std::less<>> files_;  ///< below a directory, of those asked for
};

}  // namespace spoor::app
