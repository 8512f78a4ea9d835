// `spoor-camera` without its command line: reads a screen, draws the parameters, writes picture and truth.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "error.hpp"
#include "watermark/seal/exit_code.hpp"

namespace spoor::camera {

struct ProgramOptions {
  std::filesystem::path screen;   ///< PNG, or what else OpenCV reads
  std::filesystem::path picture;  ///< its ending names the format
  std::filesystem::path truth;    ///< empty: beside the picture, ending in .json
  std::string preset = "ordinary";
  std::vector<std::string> assignments;  ///< NAME=VALUE, NAME=LEAST..MOST
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0: as many as there are cores
};

[[nodiscard]] ExitCode exit_code_for(CameraErrorCode code) noexcept;

/// Nothing on success; one sentence to `err` otherwise.
[[nodiscard]] ExitCode run_program(const ProgramOptions& options, std::ostream& err);

/// The presets, and every parameter with its limits and the preset's range.
[[nodiscard]] ExitCode list_parameters(const std::string& preset, std::ostream& out, std::ostream& err);

}  // namespace spoor::camera
