#include "viewer/app/export_ask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/find/coverage.hpp"

namespace spoor::app {
namespace {

using Kind = PageLine::Kind;
using find::with_commas;

std::string of_total(std::uint64_t count, std::uint32_t total) {
  if (total == seal::kUnlimited) return with_commas(count) + ", no limit";
  return fmt::format("{} of {}", with_commas(count), with_commas(total));
}

std::string left_of(const seal::NoteQuote& quote) {
  if (quote.chars_total == seal::kUnlimited) return {};
  return fmt::format(", {} left",
                     with_commas(quote.chars_total - std::min(quote.chars_after, quote.chars_total)));
}

}  // namespace

void ExportAsk::open(bool with_code) {
  close();
  shown_ = true;
  with_code_ = with_code;
}

void ExportAsk::close() {
  shown_ = false;
  stage_ = Stage::asking;
  explained_.reset();
  text.clear();
  lines_.clear();
}

std::string ExportAsk::status() const {
  return stage_ == Stage::finished ? "Escape closes" : "Escape leaves it";
}

void ExportAsk::say(const std::string& sentence) {
  for (std::string& line : wrapped_words(sentence)) lines_.push_back({Kind::text, std::move(line), {}});
}

void ExportAsk::explain(const ExportOffer& offer) {
  const seal::NoteQuote& quote = offer.quote;
  lines_.push_back({Kind::pair, "Notes, bookmarks and marks", with_commas(offer.notes)});
  lines_.push_back({Kind::pair, "Characters of code that they quote", with_commas(quote.chars)});
  lines_.push_back({Kind::pair, "Used before", of_total(quote.chars_before, quote.chars_total)});
  lines_.push_back(
      {Kind::pair, "Used after", of_total(quote.chars_after, quote.chars_total) + left_of(quote)});
  if (offer.not_quoted > 0)
    lines_.push_back({Kind::pair, "Notes whose lines cannot be read here", with_commas(offer.not_quoted)});
  if (quote.refusal) return say(quote.refusal->message);
  if (offer.notes == 0) return say("There are no such notes.");
  stage_ = Stage::offered;
  lines_.push_back({Kind::heading, "Enter exports them", {}});
}

void ExportAsk::update() {
  if (!shown_ || stage_ == Stage::finished || explained_ == text) return;
  explained_ = text;
  stage_ = Stage::asking;
  lines_.clear();
  if (!desk_.offer) return say("Nothing can be exported here.");
  const auto offer = desk_.offer({with_code_, text});
  if (!offer) return say(offer.error().message);
  explain(*offer);
}

void ExportAsk::enter() {
  update();
  switch (stage_) {
    case Stage::asking:
      return;
    case Stage::offered:
      stage_ = Stage::confirming;
      lines_.back().left = "Enter once more exports them";
      if (with_code_) say("The characters count from then on, and the log says which lines were quoted.");
      return;
    case Stage::finished:
      return close();
    case Stage::confirming:
      break;
  }
  lines_.clear();
  stage_ = Stage::finished;
  const auto done = desk_.write({with_code_, text});
  if (!done) return say(done.error().message);
  lines_.push_back({Kind::heading, "Exported", {}});
  lines_.push_back({Kind::pair, "Characters of code used",
                    of_total(done->quote.chars_after, done->quote.chars_total) + left_of(done->quote)});
  lines_.push_back({Kind::pair, "In the room's notes, as", done->written.filename().native()});
  say("It is sealed to your own key: take a copy home, and 'spoor log notes' reads it there.");
}

}  // namespace spoor::app
