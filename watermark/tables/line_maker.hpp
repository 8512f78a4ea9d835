// Makes the table of lines while a release is packed.
#pragma once

#include <memory>

#include "watermark/seal/table_maker.hpp"

namespace spoor::tables {

/// Of files above index::kSmallFileBytes that are no binary ones.
[[nodiscard]] std::unique_ptr<seal_write::TableMaker> line_maker();

}  // namespace spoor::tables
