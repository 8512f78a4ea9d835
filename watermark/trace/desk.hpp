// What every capture of a run is judged with: the opened kit, its judge, and the source if one was given.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "watermark/seal/archive_reader.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/trace/program.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::trace {

struct Desk {
  seal::Kit kit;
  Judge judge;
  std::optional<seal::ArchiveReader> archive;
};

/// Why nothing will be traced: one sentence, and what the program ends with.
struct Refusal {
  ExitCode code = ExitCode::failed;
  std::string message;
};

/// Opens kit and archive and makes the debug directory. Takes as long as the kit's scrypt.
[[nodiscard]] tl::expected<Desk, Refusal> open_desk(const ProgramOptions& options,
                                                    const std::string& passphrase);

}  // namespace spoor::trace
