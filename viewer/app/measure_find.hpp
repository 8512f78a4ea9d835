// --measure search=REGEX, literal=TEXT, fuzzy=TEXT, symbol=NAME: how fast the release is searched. Counts and
// times only, never vendor text.
#pragma once

#include <memory>

#include "viewer/app/error.hpp"
#include "viewer/app/figures.hpp"
#include "viewer/app/options.hpp"
#include "watermark/seal/archive_reader.hpp"

namespace spoor::app {

/// Of a release that was just opened: each question is asked twice, at once and when all is warm. Errors:
/// usage (what is asked for cannot be searched for), damaged.
[[nodiscard]] Result<Figures> measure_find(std::shared_ptr<const seal::ArchiveReader> archive,
                                           const Options& options);

}  // namespace spoor::app
