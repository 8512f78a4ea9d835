// The parameters by name: what the command line, the presets and the truth file go by.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "error.hpp"
#include "parameters.hpp"

namespace spoor::camera {

struct ParameterSpec {
  std::string_view name;
  double least, most;
  std::span<const std::string_view> choices;  ///< names of the values 0, 1, ...; empty for numbers
  bool whole = false;                         ///< whole numbers alone
  double (*get)(const CameraParameters&) = nullptr;
  void (*set)(CameraParameters&, double) = nullptr;  ///< value within [least, most]
};

/// All of them, in the order of parameters.hpp.
[[nodiscard]] std::span<const ParameterSpec> parameter_table();
/// nullptr if there is none of that name.
[[nodiscard]] const ParameterSpec* find_parameter(std::string_view name);

/// What a parameter may be drawn from, uniformly; least == most: fixed.
struct Range {
  double least, most;
};
struct NamedRange {
  const ParameterSpec* parameter;
  Range range;
};

/// "NAME=VALUE" or "NAME=LEAST..MOST", a choice by its name. Errors: bad_parameter.
[[nodiscard]] Result<NamedRange> parse_assignment(std::string_view text);
/// A value as parse_assignment reads it.
[[nodiscard]] std::string parameter_text(const ParameterSpec& parameter, double value);

}  // namespace spoor::camera
