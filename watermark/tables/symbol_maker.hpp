// Makes the table of symbols while a release is packed, on a thread of its own.
#pragma once

#include <memory>

#include "watermark/seal/table_maker.hpp"

namespace spoor::tables {

/// Of C and C++ files up to 64 MiB. The table depends on the files alone, not on the time that the thread
/// takes.
[[nodiscard]] std::unique_ptr<seal_write::TableMaker> symbol_maker();

}  // namespace spoor::tables
