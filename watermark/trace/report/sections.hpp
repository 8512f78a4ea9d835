// The sections of a report, one function each. Internal to the report.
#pragma once

#include <string>

#include "watermark/trace/report/figures.hpp"
#include "watermark/trace/report/report.hpp"

namespace spoor::trace::report {

[[nodiscard]] Section result_section(const Input& input);
[[nodiscard]] Section examined_section(const Input& input);
[[nodiscard]] Section findings_section(const Input& input);
[[nodiscard]] Section interpretation_section(const Input& input);
[[nodiscard]] Section method_section();
[[nodiscard]] Section limits_section(const Input& input);
[[nodiscard]] Section reproduction_section(const Input& input);
[[nodiscard]] Section custody_section(const Input& input);

/// "10²⁸" of an exponent.
[[nodiscard]] std::string power_of_ten(double exponent);
/// 1234567 as "1,234,567".
[[nodiscard]] std::string grouped(double value);
/// "2027-01-31 18:00 UTC"
[[nodiscard]] std::string readable_time(std::int64_t unix_s);

[[nodiscard]] bool is_match(const Input& input);

}  // namespace spoor::trace::report
