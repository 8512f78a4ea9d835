// Makes the table of grams while a release is packed, on a thread of its own.
#pragma once

#include <memory>

#include "watermark/seal/table_maker.hpp"

namespace spoor::tables {

/// The table depends on the files alone, not on the time that the thread takes.
[[nodiscard]] std::unique_ptr<seal_write::TableMaker> gram_maker();

}  // namespace spoor::tables
