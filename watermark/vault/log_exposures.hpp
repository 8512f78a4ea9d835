// What logs show, as a kit carries it.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "watermark/seal/kit.hpp"

namespace spoor::vault {

/// Checks and opens logs with the vault's log key; logs of one session (from several rooms) become one.
/// Errors: those of verify_log and read_exposures.
[[nodiscard]] seal::Result<std::vector<seal::KitLog>> read_kit_logs(std::span<const std::string> paths,
                                                                    const seal::SecretKey& log_private);

}  // namespace spoor::vault
