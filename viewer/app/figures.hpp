// What --measure prints.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace spoor::app {

using Figures = std::map<std::string, double>;

/// A block of lines, or one JSON object; sorted by name.
[[nodiscard]] std::string print_figures(const Figures& figures, bool json);

[[nodiscard]] inline double ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace spoor::app
