// Searching as the window shows it: the bar for one file and the panel for the whole tree. Searches run on
// threads of their own; poll() takes what they have found. Knows no window and no screen.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "viewer/app/scroll.hpp"
#include "viewer/find/engine.hpp"
#include "viewer/symbols/symbol_index.hpp"

namespace spoor::app {

class Editor;

/// What the fields and switches of a search say.
struct FindForm {
  std::string text;
  std::string globs;  ///< of the panel: "*.c, !tools": what begins with ! is left out
  bool match_case = false;
  bool whole_word = false;
  bool regexp = false;
  bool multi_line = false;
  friend bool operator==(const FindForm&, const FindForm&) = default;
};

/// The queries of this session, for the arrow keys; the last one first.
class FindHistory {
 public:
  static constexpr std::size_t kKept = 100;
  void remember(const std::string& text);
  /// One step back (+1) or forward (-1); nullopt: there is none further. `now` is what the field holds.
  std::optional<std::string> step(int direction, const std::string& now);

 private:
  std::vector<std::string> texts_;
  std::size_t at_ = 0;  ///< 0: the field's own text, n: texts_[n - 1]
  std::string own_;
};

/// Ctrl+F.
class FileFinder {
 public:
  FileFinder(std::shared_ptr<const find::Files> files, std::function<void()> on_change);

  bool shown = false;
  FindForm form;

  /// Begins where the form or the file has changed, takes what was found, and goes to the first match at or
  /// behind the line that the search began in.
  void poll(Editor* editor);
  void step(Editor* editor, int direction);  ///< +1: the next match, -1: the one before
  void close();
  /// The matches on a line of the searched file, in order.
  [[nodiscard]] std::span<const find::Place> places_on(std::uint64_t line) const;
  [[nodiscard]] const find::Place* current() const;
  [[nodiscard]] std::string status() const;  ///< "3 of 17"
  [[nodiscard]] bool failed() const;         ///< status() says what is wrong

 private:
  void go_to_current(Editor& editor);

  find::Engine engine_;
  std::shared_ptr<find::Search> search_;
  find::Progress progress_;
  find::Query query_;
  std::vector<find::Place> places_;
  std::optional<std::size_t> current_;
  std::uint64_t from_line_ = 0;
};

/// A row of the panel: a file's name, a line, or a file that was skipped.
struct FoundRow {
  enum class Kind : std::uint8_t { file, line, skipped } kind = Kind::file;
  std::uint32_t index = 0;  ///< of the file, or of the skipped file
  std::uint32_t line = 0;   ///< of a line: index into FileHits::shown
};

/// Ctrl+Shift+F.
class TreeFinder {
 public:
  TreeFinder(std::shared_ptr<const find::Files> files, std::function<void()> on_change);

  bool shown = false;
  FindForm form;
  FindHistory history;
  ScrollPosition scroll;
  bool reveal_selected = false;  ///< the next frame scrolls to the selected row

  void poll();  ///< begins where the form has changed, and takes what was found
  void close();
  /// Opens with all lines that hold a name as a word, comments and strings too.
  void list_occurrences(const std::string& name);
  /// Of the name whose occurrences are listed: they are told apart from the others.
  void set_definitions(const std::string& name, const std::vector<symbols::Symbol>& definitions);
  [[nodiscard]] bool lists_occurrences() const { return occurrences_ && form == *occurrences_; }
  [[nodiscard]] bool defines(const FoundRow& row) const;  ///< the row is the line of a definition
  /// The nearest row with a match at `rows` steps from the selected one; nothing where there is none.
  void move(std::int64_t rows);
  void select(std::size_t row);  ///< if it has a match or names a file
  [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }

  struct Target {
    std::string path;
    std::uint64_t line = 0;
  };
  [[nodiscard]] std::optional<Target> target() const;  ///< of the selected row

  [[nodiscard]] const std::vector<FoundRow>& rows() const { return rows_; }
  [[nodiscard]] const find::FileHits& file(const FoundRow& row) const { return files_[row.index]; }
  [[nodiscard]] const find::FoundLine& line(const FoundRow& row) const {
    return files_[row.index].shown[row.line];
  }
  [[nodiscard]] const find::Skipped& skipped(const FoundRow& row) const {
    return progress_.coverage.skipped[row.index];
  }
  [[nodiscard]] std::uint64_t generation() const { return generation_; }  ///< grows with each search

  [[nodiscard]] std::string counts() const;    ///< "1,234 lines in 56 files"
  [[nodiscard]] std::string coverage() const;  ///< "54,912 of 54,912 files, 0 skipped"
  [[nodiscard]] bool failed() const;           ///< counts() says what is wrong

 private:
  void begin();
  [[nodiscard]] bool stops_at(std::size_t row) const;

  find::Engine engine_;
  std::shared_ptr<find::Search> search_;
  find::Progress progress_;
  FindForm searched_;
  std::uint64_t generation_ = 0;
  std::vector<find::FileHits> files_;
  std::vector<FoundRow> rows_;
  std::optional<std::size_t> selected_;
  std::optional<FindForm> occurrences_;                                         ///< the form that lists them
  std::optional<std::set<std::pair<std::string, std::uint64_t>>> definitions_;  ///< of the name
};

/// Both, and a number that grows whenever one of them has news.
class Finder {
 public:
  Finder(std::shared_ptr<const find::Files> files, const std::function<void()>& on_change);

  void poll(Editor* editor);
  void close();
  [[nodiscard]] std::uint64_t revision() const noexcept { return *revision_; }

 private:
  std::shared_ptr<std::atomic<std::uint64_t>> revision_ = std::make_shared<std::atomic<std::uint64_t>>(0);

 public:
  FileFinder in_file;
  TreeFinder in_tree;
};

}  // namespace spoor::app
