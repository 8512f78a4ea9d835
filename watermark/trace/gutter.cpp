#include "watermark/trace/gutter.hpp"

#include <algorithm>
#include <string_view>

#include "watermark/mark/fold.hpp"

namespace spoor::trace {
namespace {

constexpr char32_t kUnread = U'\uFFFD';

bool blank(char32_t cell) {
  return mark::fold(cell) == mark::kBlankClass;
}

bool like_digit(char32_t cell) {
  constexpr std::u32string_view kDigits = U"0123456789";
  return cell == kUnread || std::any_of(kDigits.begin(), kDigits.end(), [&](char32_t digit) {
           return mark::fold(digit) == mark::fold(cell);
         });
}

// The last run of inked cells before the code: where it begins and ends.
struct Run {
  std::size_t begin = 0, end = 0;
};
Run last_run(const std::u32string& cells, int shift) {
  Run run;
  run.end = static_cast<std::size_t>(std::clamp(shift, 0, static_cast<int>(cells.size())));
  while (run.end > 0 && blank(cells[run.end - 1])) --run.end;
  run.begin = run.end;
  while (run.begin > 0 && !blank(cells[run.begin - 1])) --run.begin;
  return run;
}

}  // namespace

GutterReading read_gutter(const std::u32string& cells, int shift, std::size_t line) {
  const Run run = last_run(cells, shift);
  const std::u32string_view read = std::u32string_view(cells).substr(run.begin, run.end - run.begin);
  if (read.empty() || !std::all_of(read.begin(), read.end(), like_digit)) return {};
  const std::string number = std::to_string(line + 1);
  GutterReading out;
  const std::size_t both = std::min(read.size(), number.size());
  int unread = 0;
  for (std::size_t i = 1; i <= both; ++i) {
    const char32_t cell = read[read.size() - i];
    if (cell == kUnread)
      ++unread;
    else
      out.agreement +=
          mark::fold(cell) == mark::fold(static_cast<char32_t>(number[number.size() - i])) ? 1 : -1;
  }
  out.exact = read.size() == number.size() && unread == 0 && out.agreement == static_cast<int>(both);
  if (read.size() > both || run.begin > 0)
    out.agreement -= static_cast<int>(std::max(read.size(), number.size()) - both);
  return out;
}

void correct_gutter(std::u32string& cells, int shift, std::size_t line) {
  const std::string number = std::to_string(line + 1);
  const std::size_t end = last_run(cells, shift).end;
  if (end < number.size()) return;
  const std::size_t first = end - number.size();
  if (first > 0 && !blank(cells[first - 1])) return;
  std::size_t same = 0;
  for (std::size_t i = 0; i < number.size(); ++i)
    if (mark::fold(cells[first + i]) == mark::fold(static_cast<char32_t>(number[i]))) ++same;
  if (2 * same < number.size()) return;
  for (std::size_t i = 0; i < number.size(); ++i) cells[first + i] = static_cast<char32_t>(number[i]);
}

}  // namespace spoor::trace
