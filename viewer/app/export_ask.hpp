// The question of which notes are to be exported: the reviewer sees what they cost and what is left, and
// confirms. Knows no window and no exporter, only what a desk tells.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "viewer/app/note_export.hpp"
#include "viewer/app/page.hpp"

namespace spoor::app {

/// Who exports.
struct ExportDesk {
  std::function<Result<ExportOffer>(const ExportWish&)> offer;
  std::function<Result<ExportedNotes>(const ExportWish&)> write;
};

class ExportAsk {
 public:
  void attach(ExportDesk desk) { desk_ = std::move(desk); }
  [[nodiscard]] bool shown() const { return shown_; }
  void open(bool with_code);
  void close();

  std::string text;  ///< what is typed: part of a path

  /// Takes what has changed: the text.
  void update();
  /// Enter: confirms, then exports, then closes.
  void enter();

  /// What stands below the field: our own words.
  [[nodiscard]] const std::vector<PageLine>& lines() const { return lines_; }
  [[nodiscard]] std::string hint() const { return "part of a path; nothing: all notes"; }
  [[nodiscard]] std::string status() const;

 private:
  void explain(const ExportOffer& offer);
  void say(const std::string& sentence);

  enum class Stage : std::uint8_t {
    asking,      ///< nothing that could be exported is chosen
    offered,     ///< Enter asks to confirm
    confirming,  ///< Enter exports
    finished     ///< Enter closes
  };

  ExportDesk desk_;
  bool shown_ = false;
  bool with_code_ = true;
  Stage stage_ = Stage::asking;
  std::optional<std::string> explained_;
  std::vector<PageLine> lines_;
};

}  // namespace spoor::app
