// One open file: its document, where it is scrolled to, and how its lines become rows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "viewer/app/blocks.hpp"
#include "viewer/app/flow.hpp"
#include "viewer/app/long_lines.hpp"
#include "viewer/app/metrics.hpp"
#include "viewer/app/source.hpp"
#include "viewer/gpu/scene.hpp"

namespace spoor::app {

inline constexpr int kTabColumns = 8;

/// Letters, digits and '_' side by side on a line, in drawn columns.
struct Word {
  std::string text;
  std::uint64_t first_column = 0;
  std::uint64_t columns = 0;
  bool code = true;  ///< no part of a comment or a string, as far as the colours are known
};

/// How a code pane is divided into columns of one lattice: a blank, the line numbers, two blanks, the code.
struct CodeColumns {
  int digits = 1;        ///< of the line numbers
  int code_column = 4;   ///< lattice column of the code's first visible column
  int code_columns = 0;  ///< whole columns of code that fit
};

class Editor {
 public:
  /// Opens a path. A link has a notice instead of a document. `release`: the source's, where it is not the
  /// one that is read. Errors: those of Source.
  static Result<std::unique_ptr<Editor>> open(const Source& source, std::string_view path,
                                              const std::function<void()>& on_change,
                                              const std::string& release = {});

  [[nodiscard]] std::uint64_t id() const { return id_; }  ///< names its rows in a cache
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& release() const { return release_; }  ///< empty: the one that is read
  [[nodiscard]] std::string_view file_name() const;
  [[nodiscard]] const code::Document* document() const { return document_.get(); }
  [[nodiscard]] const std::string& notice() const {
    return notice_;
  }  ///< our own words; empty with a document

  [[nodiscard]] const std::string& encoding() const { return encoding_; }  ///< for the status bar
  /// The document's bytes are not the file's: places that a search found are right by line only.
  [[nodiscard]] bool converted() const { return converted_; }
  [[nodiscard]] bool hex() const { return hex_; }  ///< a binary file

  [[nodiscard]] std::uint64_t lines() const;
  [[nodiscard]] ScrollRange range(const Metrics& metrics, int height_px) const;
  [[nodiscard]] CodeColumns columns(const Metrics& metrics, int width_px) const;
  /// How lines become rows in a pane of this size. Valid while the editor lives.
  [[nodiscard]] Flow flow(const Metrics& metrics, const gpu::Box& pane);
  bool wrap = false;  ///< long lines go on in the next row
  Folds folds;
  Blocks blocks{kTabColumns};
  /// Folds the block around the current line, or opens the fold that it heads.
  void toggle_fold();
  /// Folds every block of the outermost lines.
  void fold_all();
  /// The bracket at the caret and its partner.
  [[nodiscard]] std::optional<BracketPair> brackets();
  /// Puts the caret on a byte of a line.
  void go_to_byte(BytePlace place);

  [[nodiscard]] ScrollPosition scroll() const { return scroll_; }
  void set_scroll(ScrollPosition at) { scroll_ = at; }
  [[nodiscard]] std::uint64_t first_column() const { return first_column_; }
  void set_first_column(std::uint64_t column) { first_column_ = column; }
  [[nodiscard]] std::uint64_t current_line() const { return current_line_; }
  void set_current_line(std::uint64_t line);
  /// Where the caret is in the current line, in drawn columns; it may stand behind the line's end, from where
  /// it moves to a line that is long enough.
  [[nodiscard]] std::uint64_t caret_column() const { return caret_column_; }
  void set_caret_column(std::uint64_t column) { caret_column_ = column; }
  /// Scrolls sideways as far as needed to have the caret on screen.
  void show_caret(const CodeColumns& columns);
  /// The word that the caret stands in or behind.
  [[nodiscard]] std::optional<std::string> word_at_caret();
  /// The word that covers a column of a line.
  [[nodiscard]] std::optional<Word> word_at(std::uint64_t line, std::uint64_t column);
  /// Scrolls sideways until the word is on screen, with the caret before it, where a line holds it.
  void show_word(std::uint64_t line, std::string_view word);
  /// "U+202E RIGHT-TO-LEFT OVERRIDE": what the caret stands before, if it is not ASCII.
  [[nodiscard]] std::string character_at_caret();
  /// One word to the left (-1) or right (+1), on this line.
  void move_word(int direction);

  /// Whether it is where it was sent to.
  [[nodiscard]] bool arrived() const { return !wanted_line_.has_value(); }
  /// Goes to a line (0-based) as soon as it is known; a line beyond the end means the last one.
  void go_to(std::uint64_t line);
  /// The same, and scrolled as it was.
  void stand(std::uint64_t line, ScrollPosition scroll);
  /// Settles a pending go_to(). Call before drawing.
  void catch_up(const Flow& flow);
  /// Scrolls sideways until a byte of a line is on screen, in the next frame.
  void show_byte(std::uint64_t line, std::uint64_t byte) { wanted_byte_ = BytePlace{line, byte}; }
  /// Settles a pending show_byte(). Call before drawing, behind catch_up().
  void catch_up_sideways(const CodeColumns& columns);

  LongLines& long_lines() { return long_lines_; }

 private:
  Editor(std::uint64_t id, std::string path) : id_(id), path_(std::move(path)) {}

  std::uint64_t id_;
  std::string path_;
  std::string release_;
  std::string notice_;
  std::string encoding_;
  bool converted_ = false;
  bool hex_ = false;
  std::unique_ptr<code::Document> document_;
  LongLines long_lines_{kTabColumns};
  ScrollPosition scroll_{};
  std::uint64_t first_column_ = 0;
  std::uint64_t current_line_ = 0;
  std::uint64_t caret_column_ = 0;
  /// Bytes around a column, and which of them it is before.
  struct Around {
    std::string bytes;
    std::uint64_t first_byte = 0;
    std::size_t at = 0;
  };
  [[nodiscard]] std::optional<Around> around(std::uint64_t line, std::uint64_t column);
  [[nodiscard]] std::optional<Around> around_caret() { return around(current_line_, caret_column_); }

  std::optional<std::uint64_t> wanted_line_;
  std::optional<ScrollPosition> wanted_scroll_;  ///< none: so that the line is in the middle
  std::optional<BytePlace> wanted_byte_;
  struct KnownBrackets {
    std::uint64_t revision = 0;
    BytePlace caret;  ///< its column in place of a byte
    std::optional<BracketPair> pair;
  };
  std::optional<KnownBrackets> brackets_;
};

}  // namespace spoor::app
