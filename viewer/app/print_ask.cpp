#include "viewer/app/print_ask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/find/coverage.hpp"

namespace spoor::app {
namespace {

using Kind = PageLine::Kind;
using find::with_commas;

PageLine pair(std::string left, std::string right) {
  return {Kind::pair, std::move(left), std::move(right)};
}

std::string of_total(std::uint64_t count, std::uint32_t total) {
  if (total == seal::kUnlimited) return with_commas(count) + ", no limit";
  return fmt::format("{} of {}", with_commas(count), with_commas(total));
}

std::string left_of(const seal::PrintQuote& quote) {
  if (quote.pages_total == seal::kUnlimited) return {};
  const std::uint32_t left = quote.pages_total - std::min(quote.pages_after, quote.pages_total);
  return fmt::format(", {} left", with_commas(left));
}

}  // namespace

void PrintAsk::open(LineSpan lines) {
  shown_ = true;
  stage_ = Stage::asking;
  explained_.reset();
  text =
      lines.first == lines.last ? std::to_string(lines.first) : fmt::format("{}-{}", lines.first, lines.last);
}

void PrintAsk::close() {
  shown_ = false;
  lines_.clear();
}

std::string PrintAsk::status() const {
  return stage_ == Stage::finished ? "Escape closes" : "Escape leaves it";
}

void PrintAsk::say(const std::string& sentence) {
  for (std::string& line : wrapped_words(sentence)) lines_.push_back({Kind::text, std::move(line), {}});
}

void PrintAsk::explain_offer(const PrintOffer& offer) {
  const seal::PrintQuote& quote = offer.quote;
  const std::uint64_t count = offer.lines.last - offer.lines.first + 1;
  const bool long_enough = quote.refusal && offer.request.pages > quote.pages_total;
  lines_.push_back(
      pair("Lines of this file", fmt::format("{}, {} to {}", with_commas(count),
                                             with_commas(offer.lines.first), with_commas(offer.lines.last))));
  lines_.push_back(
      pair("Pages of " + desk_.paper, with_commas(offer.request.pages) + (long_enough ? " or more" : "")));
  lines_.push_back(pair("Pages used before", of_total(quote.pages_before, quote.pages_total)));
  lines_.push_back(pair("Pages used after", of_total(quote.pages_after, quote.pages_total) + left_of(quote)));
  lines_.push_back(pair("Lines in a row, with what was printed before",
                        of_total(quote.run_last - quote.run_first + 1, quote.lines_max)));
  if (quote.refusal) return say(quote.refusal->message);
  if (quote.granted_before) say("These pages were granted before and never written: they use none.");
  stage_ = Stage::offered;
  lines_.push_back({Kind::heading, "Enter prints them", {}});
}

void PrintAsk::explain(Editor* editor) {
  lines_.clear();
  stage_ = Stage::asking;
  const auto lines = parse_lines(text);
  if (!desk_.offer) return say("Nothing can be printed here.");
  if (editor == nullptr) return say("No file is open.");
  if (!lines) return say("Type the lines of this file that you want on paper, as 120-180.");
  const auto offer = desk_.offer(*editor, *lines);
  if (!offer) return say(offer.error().message);
  explain_offer(*offer);
}

void PrintAsk::update(Editor* editor) {
  if (!shown_ || (explained_ == text && editor_ == editor)) return;
  explained_ = text;
  editor_ = editor;
  explain(editor);
}

void PrintAsk::enter(Editor* editor) {
  update(editor);
  switch (stage_) {
    case Stage::asking:
      return;
    case Stage::offered:
      stage_ = Stage::confirming;
      lines_.back().left = "Enter once more prints them";
      say("The pages count from then on, whether anybody takes them or not, and the log says so.");
      return;
    case Stage::finished:
      return close();
    case Stage::confirming:
      break;
  }
  const auto lines = parse_lines(text);
  if (!lines || editor == nullptr || !desk_.print) return;
  lines_.clear();
  stage_ = Stage::finished;
  const auto printed = desk_.print(*editor, *lines);
  if (!printed) return say(printed.error().message);
  lines_.push_back({Kind::heading, "Printed", {}});
  lines_.push_back(pair("Pages", with_commas(printed->pages)));
  lines_.push_back(pair("Number of the first page", printed->first_number));
  lines_.push_back(pair("Number of the last page", printed->last_number));
  lines_.push_back(pair("Pages used", with_commas(printed->pages_used)));
  say("Whoever keeps this room hands the pages over.");
}

}  // namespace spoor::app
