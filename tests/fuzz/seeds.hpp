// Valid inputs for the fuzzers, one file each below a corpus' directory.
#pragma once

#include <filesystem>

#include "watermark/seal/wire.hpp"

namespace spoor::fuzz {

void put(const std::filesystem::path& path, seal::ByteView bytes);

void write_escrow_seeds(const std::filesystem::path& corpus);
void write_log_seeds(const std::filesystem::path& corpus);
/// Updates, and what a room writes.
void write_room_seeds(const std::filesystem::path& corpus);
void write_table_seeds(const std::filesystem::path& corpus);

}  // namespace spoor::fuzz
