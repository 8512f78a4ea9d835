// The question of what is to be printed: the reviewer types lines, sees what they cost and what is left, and
// confirms. Knows no window and no printer, only what a desk tells.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "viewer/app/page.hpp"
#include "viewer/app/printing.hpp"

namespace spoor::app {

/// Who prints.
struct PrintDesk {
  std::function<Result<PrintOffer>(Editor&, LineSpan)> offer;
  std::function<Result<PrintedPages>(Editor&, LineSpan)> print;
  std::string paper;
};

class PrintAsk {
 public:
  void attach(PrintDesk desk) { desk_ = std::move(desk); }
  [[nodiscard]] bool shown() const { return shown_; }
  /// Asks for lines of a file, those of `lines` filled in. Where nothing can be printed, the answer says so.
  void open(LineSpan lines);
  void close();

  std::string text;  ///< what is typed

  /// Takes what has changed: the text, the file (nullptr: none is open).
  void update(Editor* editor);
  /// Enter: confirms, then prints, then closes. `editor`: as in update().
  void enter(Editor* editor);

  /// What stands below the field: our own words.
  [[nodiscard]] const std::vector<PageLine>& lines() const { return lines_; }
  [[nodiscard]] std::string hint() const { return "lines to print, as 120-180"; }
  [[nodiscard]] std::string status() const;  ///< beside the field: "Escape leaves it"

 private:
  void explain(Editor* editor);
  void explain_offer(const PrintOffer& offer);
  void say(const std::string& sentence);

  enum class Stage : std::uint8_t {
    asking,      ///< nothing that could be printed is typed
    offered,     ///< Enter asks to confirm
    confirming,  ///< Enter prints
    finished     ///< Enter closes
  };

  PrintDesk desk_;
  bool shown_ = false;
  Stage stage_ = Stage::asking;
  std::optional<std::string> explained_;
  const Editor* editor_ = nullptr;
  std::vector<PageLine> lines_;
};

}  // namespace spoor::app
