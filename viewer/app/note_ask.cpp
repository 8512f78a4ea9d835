#include "viewer/app/note_ask.hpp"

#include <fmt/format.h>

#include <utility>

#include "viewer/find/coverage.hpp"

namespace spoor::app {
namespace {

using Kind = PageLine::Kind;
using find::with_commas;

std::string lines_words(const NotePlace& place) {
  if (place.first_line == place.last_line) return with_commas(place.first_line);
  return fmt::format("{} to {}", with_commas(place.first_line), with_commas(place.last_line));
}

}  // namespace

void NoteAsk::open(NotePlace place, std::string written) {
  shown_ = true;
  place_ = std::move(place);
  text = written;
  written_ = std::move(written);
  trouble_.clear();
}

void NoteAsk::close() {
  *this = {};
}

std::vector<PageLine> NoteAsk::lines() const {
  std::vector<PageLine> out;
  out.push_back({Kind::pair,
                 place_.first_line == place_.last_line ? "Line of this file" : "Lines of this file",
                 lines_words(place_)});
  if (!trouble_.empty()) {
    for (std::string& line : wrapped_words(trouble_)) out.push_back({Kind::text, std::move(line), {}});
    return out;
  }
  if (text.empty() && !written_.empty())
    out.push_back({Kind::heading, "Enter takes the note out", {}});
  else if (!text.empty())
    out.push_back({Kind::heading, "Enter keeps it", {}});
  out.push_back(
      {Kind::text, "It is sealed to your own key; the log says only that you noted something.", {}});
  return out;
}

}  // namespace spoor::app
