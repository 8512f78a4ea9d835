// What a workspace knows and shows of definitions: the panel of the file's outline, what the pointer rests
// on, what is peeked at. Knows no screen but the boxes that were drawn last.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "viewer/app/excerpt.hpp"
#include "viewer/app/symbol_desk.hpp"

namespace spoor::app {

/// A name's definition beside the name, while the pointer rests on it.
struct Hover {
  std::string name;  ///< asked for or shown; empty: neither
  gpu::Box word{};   ///< where it stands on screen
  std::vector<symbols::Symbol> definitions;
  Excerpt excerpt;  ///< of the first one
  gpu::Box box{};   ///< as drawn

  [[nodiscard]] bool shown() const { return excerpt.editor() != nullptr; }
};

/// Definitions opened in the middle of the code, one at a time.
struct Peek {
  std::string name;
  std::vector<symbols::Symbol> definitions;  ///< empty: nothing is peeked at
  std::size_t at = 0;                        ///< the one that is shown
  Excerpt excerpt;
  gpu::Box box{};   ///< as drawn
  gpu::Box code{};  ///< its excerpt
  gpu::Box list{};  ///< its definitions, if there are several
  std::uint64_t first_listed = 0;

  [[nodiscard]] bool shown() const { return !definitions.empty(); }
};

class Symbols {
 public:
  Symbols(const Source& source, std::function<void()> on_change)
      : desk(source, on_change), source_(&source), on_change_(std::move(on_change)) {}

  SymbolDesk desk;
  OutlinePanel outline;
  Hover hover;
  Peek peek;

  /// `word` is under the pointer at `box`, in a file; asks what it means unless that is known.
  void hover_over(const std::string& word, const gpu::Box& box, const std::string& path);
  void end_hover();
  void open_hover(const Meaning& meaning);

  /// `meaning` has definitions.
  void open_peek(Meaning meaning);
  /// Of several definitions the one at some steps from the one that is shown.
  void step_peek(std::int64_t steps);
  void close_peek();

  /// Closes what is open and forgets what is known.
  void close();
  /// Grows with whatever changes what these show.
  [[nodiscard]] std::uint64_t revision() const;

 private:
  const Source* source_;
  std::function<void()> on_change_;
};

}  // namespace spoor::app
