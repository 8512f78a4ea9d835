// The list that opens over the code: commands, files, definitions, a line to go to. The reviewer types, the
// list follows, Enter takes. Knows no window and no screen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/app/action.hpp"
#include "viewer/app/notebook.hpp"
#include "viewer/app/path_list.hpp"
#include "viewer/app/scroll.hpp"
#include "viewer/app/symbol_desk.hpp"

namespace spoor::app {

enum class PickerKind : std::uint8_t {
  none,
  commands,
  files,
  line,
  symbols,      ///< of the release by their names; while nothing is typed, of the file
  definitions,  ///< of one name: which is meant is for the reviewer to say
  releases,     ///< of the archive, to compare with
  notes         ///< the reviewer's own
};

/// Where the picker's lists come from.
struct PickerFeeds {
  const PathList& paths;
  std::vector<std::string> recent;  ///< paths that come first while nothing is typed
  SymbolDesk& desk;
  std::shared_ptr<const Outline> outline;  ///< of the file that is open; nullptr: not known
};

class Picker {
 public:
  static constexpr std::size_t kMostRows = 200;  ///< who needs more types more

  [[nodiscard]] bool shown() const { return kind_ != PickerKind::none; }
  [[nodiscard]] PickerKind kind() const { return kind_; }
  void open(PickerKind kind);
  void open_definitions(std::vector<symbols::Symbol> definitions);
  void open_releases(std::vector<std::string> names);
  void open_notes(std::vector<seal::Note> notes);
  void close() { open(PickerKind::none); }

  std::string text;  ///< what is typed

  /// Takes what has changed: the text, the list of paths, what was found.
  void update(const PickerFeeds& feeds);

  struct Row {
    std::string text{};                       ///< of the vendor, but for commands
    std::vector<std::uint32_t> at{};          ///< the bytes that match
    Action action = Action::none;             ///< of a command
    std::optional<symbols::Symbol> symbol{};  ///< of a definition; the text is its name
    std::optional<seal::Note> note{};         ///< of the reviewer; the text is the path
  };
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] std::uint64_t generation() const { return generation_; }  ///< grows with each new list
  [[nodiscard]] std::size_t selected() const { return selected_; }
  void select(std::size_t row);
  void move(std::int64_t steps);
  ScrollPosition scroll;
  bool reveal_selected = false;

  [[nodiscard]] std::string hint() const;    ///< of the empty field
  [[nodiscard]] std::string status() const;  ///< "12 of 54,912"
  /// Of PickerKind::line: 0-based; nothing while no number is typed.
  [[nodiscard]] std::optional<std::uint64_t> line() const;

 private:
  void list_commands();
  void list_files(const std::vector<std::string>& recent);
  void list_symbols(const PickerFeeds& feeds);
  void list_definitions();
  void list_releases();
  void list_notes();
  void begin_list();
  [[nodiscard]] std::string symbol_status() const;

  PickerKind kind_ = PickerKind::none;
  std::optional<std::string> listed_text_;
  std::vector<Row> rows_;
  std::size_t selected_ = 0;
  std::uint64_t generation_ = 0;
  std::size_t matches_ = 0;
  std::size_t all_ = 0;
  std::shared_ptr<const find::FuzzyList> paths_;
  std::optional<find::FuzzyFinder> path_finder_;
  std::optional<find::FuzzyFinder> command_finder_;
  std::shared_ptr<const FoundSymbols> found_;
  std::vector<symbols::Symbol> definitions_;
  std::vector<std::string> releases_;
  std::vector<seal::Note> notes_;
};

}  // namespace spoor::app
