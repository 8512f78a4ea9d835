// Pages of our own words over the code: the keys, a tour, what is logged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "viewer/app/keymap.hpp"

namespace spoor::app {

enum class PageKind : std::uint8_t { none, keys, tour, logged };

struct PageLine {
  enum class Kind : std::uint8_t { text, heading, pair } kind = Kind::text;
  std::string left;
  std::string right;  ///< of a pair
};

/// A sentence of ours in lines that a page has room for.
[[nodiscard]] std::vector<std::string> wrapped_words(const std::string& sentence);

[[nodiscard]] std::string page_title(PageKind kind);
[[nodiscard]] std::vector<PageLine> page_lines(PageKind kind, const Keymap& keymap);

class Page {
 public:
  [[nodiscard]] bool shown() const { return kind_ != PageKind::none; }
  [[nodiscard]] PageKind kind() const { return kind_; }
  void open(PageKind kind) {
    kind_ = kind;
    first_line = 0;
  }
  void close() { kind_ = PageKind::none; }
  std::size_t first_line = 0;  ///< topmost line shown

 private:
  PageKind kind_ = PageKind::none;
};

}  // namespace spoor::app
