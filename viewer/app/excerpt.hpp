// A definition's lines, shown beside other code: with the comment right above them.
#pragma once

#include <functional>
#include <memory>

#include "viewer/app/editor.hpp"
#include "viewer/symbols/symbol_index.hpp"

namespace spoor::app {

class Excerpt {
 public:
  static constexpr std::uint64_t kMostCommentLines = 10;  ///< that are shown above a definition

  /// False: the file cannot be opened as text.
  bool open(const Source& source, const symbols::Symbol& symbol, const std::function<void()>& on_change);
  void close() { editor_.reset(); }
  [[nodiscard]] Editor* editor() const { return editor_.get(); }

  /// Goes to the definition once its lines are known. False: they are not yet.
  bool settle();
  [[nodiscard]] std::uint64_t first_line() const { return first_; }  ///< the comment's
  [[nodiscard]] std::uint64_t line() const { return line_; }         ///< the name's
  [[nodiscard]] std::uint64_t last_line() const { return last_; }
  /// Columns of the widest of the lines first_line() to `last`.
  [[nodiscard]] std::uint64_t width_columns(std::uint64_t last) const;

 private:
  [[nodiscard]] std::uint64_t first_above(std::uint64_t line) const;

  std::unique_ptr<Editor> editor_;
  bool settled_ = false;
  std::uint64_t first_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t last_ = 0;
};

}  // namespace spoor::app
