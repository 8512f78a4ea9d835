// What is asked while somebody types: indexed literals, files by a few characters, symbols by their names.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "watermark/seal/archive_reader.hpp"

namespace spoor::bench {

/// Prints a table. `search_ms` searches the release for a literal and says how long it took to the last
/// match.
void print_lookups(const std::shared_ptr<const seal::ArchiveReader>& archive,
                   const std::function<double(const std::string&)>& search_ms);

}  // namespace spoor::bench
