#include "viewer/app/figures.hpp"

#include <fmt/format.h>

namespace spoor::app {

std::string print_figures(const Figures& figures, bool json) {
  std::string out = json ? "{" : "";
  for (const auto& [name, value] : figures)
    out += json ? fmt::format("{}\"{}\":{:.3f}", out.size() > 1 ? "," : "", name, value)
                : fmt::format("{:<18} {:10.3f}\n", name, value);
  return json ? out + "}\n" : out;
}

}  // namespace spoor::app
