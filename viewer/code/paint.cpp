#include "viewer/code/paint.hpp"

#include <algorithm>

namespace spoor::code {
namespace {

class Painter {
 public:
  /// Opens a capture that begins at or after everything opened before.
  void open(const Capture& capture) {
    close_until(capture.begin_byte);
    Capture inner = capture;
    if (!stack_.empty()) inner.end_byte = std::min(inner.end_byte, stack_.back().end_byte);
    emit(inner.begin_byte);
    stack_.push_back(inner);
  }

  std::vector<Run> finish() {
    close_until(UINT32_MAX);
    return std::move(runs_);
  }

 private:
  void close_until(std::uint32_t position) {
    while (!stack_.empty() && stack_.back().end_byte <= position) {
      emit(stack_.back().end_byte);
      stack_.pop_back();
    }
  }

  /// Colours from where the last run stopped up to `end` with the innermost open capture.
  void emit(std::uint32_t end) {
    const std::uint32_t begin = std::exchange(done_, std::max(done_, end));
    if (stack_.empty() || end <= begin || stack_.back().token == TokenClass::plain) return;
    const auto token = static_cast<std::uint32_t>(stack_.back().token);
    if (!runs_.empty() && runs_.back().end_byte() == begin &&
        (runs_.back().length_and_token & 0xffU) == token)
      runs_.back().length_and_token += (end - begin) << 8U;
    else
      runs_.push_back({begin, (end - begin) << 8U | token});
  }

  std::vector<Capture> stack_;
  std::vector<Run> runs_;
  std::uint32_t done_ = 0;  ///< everything before it is coloured
};

bool outer_first(const Capture& a, const Capture& b) noexcept {
  if (a.begin_byte != b.begin_byte) return a.begin_byte < b.begin_byte;
  if (a.end_byte != b.end_byte) return a.end_byte > b.end_byte;
  return a.rank < b.rank;
}

}  // namespace

std::vector<Run> paint(std::vector<Capture> captures) {
  std::stable_sort(captures.begin(), captures.end(), outer_first);
  Painter painter;
  for (const Capture& capture : captures)
    if (capture.begin_byte < capture.end_byte) painter.open(capture);
  return painter.finish();
}

}  // namespace spoor::code
