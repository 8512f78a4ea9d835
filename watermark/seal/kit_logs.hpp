// The logs inside a kit: which lines each session had on screen. Behind the archives of the kit's body:
//   4 paths: texts, strictly rising, each used
//   4 logs, strictly rising by session: text session id, 8 until (Unix ms), 4 exposures, strictly rising:
//     8 start (Unix ms), 8 duration in ms, 4 index of the path, 8 first line, 8 last line
// A session that is listed without exposures has a log that shows none; one that is not listed has no log
// here.
#pragma once

#include "watermark/seal/kit.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::seal {

/// Whether logs keep the format's bounds: known sessions, order, lines, times, paths.
[[nodiscard]] bool kit_logs_are_sound(const Kit& kit);

/// Sorts logs and exposures as the format wants them; an exposure that is there twice goes once.
void sort_kit_logs(std::vector<KitLog>& logs);

/// Writes sorted and sound logs.
void encode_kit_logs(const std::vector<KitLog>& logs, WireWriter& out);

/// Reads them, once the sessions are there; the reader fails where a path does not follow the rules.
void decode_kit_logs(WireReader& reader, Kit& kit);

}  // namespace spoor::seal
