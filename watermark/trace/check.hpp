// Is a picture enough, before anybody works on it? No kit and no passphrase: what is measured needs no key,
// and how much of it names a session is a question of its amount, not of whose it is.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "watermark/trace/capture.hpp"
#include "watermark/trace/error.hpp"
#include "watermark/trace/shortfall.hpp"

namespace spoor::trace {

enum class Prospect : std::uint8_t { likely, uncertain, unlikely, no_text };
[[nodiscard]] std::string_view prospect_name(Prospect prospect) noexcept;

struct CheckOptions {
  CaptureLimits limits;
  int threads = 2;
  /// Sessions x slots that a kit is taken to hold.
  double session_slots = 32'000;
  double max_false_accusation = 1e-9;
};

struct CheckResult {
  std::string capture;
  std::string sha256_hex;
  std::optional<TraceError> error;
  Prospect prospect = Prospect::no_text;
  bool photograph = false;
  bool measured = false;  ///< of a screen: measured, not estimated
  double glyphs = 0;
  double pixels_per_advance = 0;
  double snr_db = 0;
  double tilt_deg = 0;
  std::string ask_for;  ///< empty where it is likely enough
};

/// Pictures of screens are measured, photographs estimated. Nothing fails: what goes wrong is in the result.
[[nodiscard]] CheckResult check_capture(const std::filesystem::path& path, const CheckOptions& options);

[[nodiscard]] std::string to_text(const CheckResult& result);
/// One line, keys sorted.
[[nodiscard]] std::string to_json_line(const CheckResult& result);

/// Chips as `glyphs` glyphs of code, each of that strength, would leave them: how many positions of each code
/// a text speaks for was counted in the headers of the C++ library: V_A = 3.5 (.73 n)^.66, V_B = 1.4 (.27
/// n)^.8.
[[nodiscard]] Pooled expected_chips(double glyphs, double snr_db, const PoolOptions& options);

}  // namespace spoor::trace
