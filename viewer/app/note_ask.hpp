// The field in which the reviewer writes a note, and what is said of it below.
#pragma once

#include <string>
#include <vector>

#include "viewer/app/notebook.hpp"
#include "viewer/app/page.hpp"

namespace spoor::app {

class NoteAsk {
 public:
  [[nodiscard]] bool shown() const { return shown_; }
  /// `written`: the note that is there already; empty: none is.
  void open(NotePlace place, std::string written);
  void close();
  /// The note could not be kept: says why below the field, where the text stays.
  void fail(const std::string& why) { trouble_ = why; }

  std::string text;  ///< what is typed

  [[nodiscard]] const NotePlace& place() const { return place_; }
  /// Whether something would be lost by closing.
  [[nodiscard]] bool changed() const { return shown_ && text != written_; }
  [[nodiscard]] std::string hint() const { return "your note; it holds no code but what you type"; }
  [[nodiscard]] std::string status() const { return "Escape leaves it"; }
  /// Our own words.
  [[nodiscard]] std::vector<PageLine> lines() const;

 private:
  bool shown_ = false;
  NotePlace place_;
  std::string written_;
  std::string trouble_;
};

}  // namespace spoor::app
