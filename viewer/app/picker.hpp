// The list that opens over the code: commands, files, a line to go to. The reviewer types, the list follows,
// Enter takes. Knows no window and no screen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/app/action.hpp"
#include "viewer/app/path_list.hpp"
#include "viewer/app/scroll.hpp"

namespace spoor::app {

enum class PickerKind : std::uint8_t { none, commands, files, line };

class Picker {
 public:
  static constexpr std::size_t kMostRows = 200;  ///< who needs more types more

  [[nodiscard]] bool shown() const { return kind_ != PickerKind::none; }
  [[nodiscard]] PickerKind kind() const { return kind_; }
  void open(PickerKind kind);
  void close() { kind_ = PickerKind::none; }

  std::string text;  ///< what is typed

  /// Takes what has changed: the text, or the list of paths. `recent`: shown first while nothing is typed.
  void update(const PathList& paths, const std::vector<std::string>& recent);

  struct Row {
    std::string text;               ///< of the vendor, but for commands
    std::vector<std::uint32_t> at;  ///< the bytes that match
    Action action = Action::none;   ///< of a command
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
};

}  // namespace spoor::app
