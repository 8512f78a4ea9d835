#include "watermark/trace/progress.hpp"

#include <fmt/format.h>

#include <string>

namespace spoor::trace {

void Progress::show(std::size_t done) {
  constexpr std::size_t kWidth = 40;
  if (!shown_) return;
  const std::size_t filled = kWidth * done / total_;
  out_ << fmt::format("\r[{}{}] {} of {} captures", std::string(filled, '#'),
                      std::string(kWidth - filled, '-'), done, total_)
       << std::flush;
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  out_ << "\r\x1B[K" << std::flush;  // ECMA-48: erase to the end of the line
  drawn_ = false;
}

}  // namespace spoor::trace
