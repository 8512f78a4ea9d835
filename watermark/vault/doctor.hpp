// spoor doctor: is this machine fit for the work, and what is not.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "watermark/seal/random.hpp"

namespace spoor::vault {

enum class Health { good, doubtful, bad };

struct Finding {
  std::string what;
  Health health = Health::good;
  std::string words;  ///< what was seen and, where it is not good, what to do
};

/// vault may be empty: then no vault is looked at.
[[nodiscard]] std::vector<Finding> examine(const std::filesystem::path& vault, std::int64_t now_unix_s,
                                           seal_write::RandomSource& random);

}  // namespace spoor::vault
