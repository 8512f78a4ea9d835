#include "watermark/trace/verbal_scale.hpp"

#include <array>

namespace spoor::trace {

Support support_of(double log10_likelihood_ratio) noexcept {
  constexpr double kLog10Of2 = 0.30102999566398120;
  if (log10_likelihood_ratio <= -kLog10Of2) return Support::alternative;
  if (!(log10_likelihood_ratio >= kLog10Of2)) return Support::neither;
  constexpr std::array kUpTo = {1.0, 2.0, 3.0, 4.0, 6.0};  // log10 of where weak to very strong end
  auto support = static_cast<std::uint8_t>(Support::weak);
  for (const double end : kUpTo)
    if (log10_likelihood_ratio >= end) ++support;
  return static_cast<Support>(support);
}

std::string_view support_words(Support support) noexcept {
  switch (support) {
    case Support::alternative:
      return "support for the alternative";
    case Support::neither:
      return "no support";
    case Support::weak:
      return "weak support";
    case Support::moderate:
      return "moderate support";
    case Support::moderately_strong:
      return "moderately strong support";
    case Support::strong:
      return "strong support";
    case Support::very_strong:
      return "very strong support";
    case Support::extremely_strong:
      return "extremely strong support";
  }
  return "no support";
}

}  // namespace spoor::trace
