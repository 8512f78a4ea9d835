// Where a reviewer's notes are kept, and that they were made: the file in the room, his key, the log.
#pragma once

#include "viewer/app/note_export.hpp"
#include "viewer/app/opening.hpp"

namespace spoor::app {

/// Gives the workspace its notebook, and the question of what is to be exported; what is returned exports.
/// Without --reviewer-key, or where its passphrase is not at hand, the notebook says what is missing, and the
/// session goes on without notes. Notes that are damaged, or open in another viewer, stay as they are.
/// `opened` outlives the workspace. Errors: auth (a wrong passphrase of the reviewer's key); damaged, failed
/// (his key file).
[[nodiscard]] Result<std::shared_ptr<const NoteExporter>> attach_notes(Opened& opened,
                                                                       const Options& options);

/// --export-notes: without a window. What is to be said of it: one line. Errors: refused (names the
/// clause, or why there are no notes); those of attach_notes and of NoteExporter::write.
[[nodiscard]] Result<std::string> export_and_end(Opened& opened, const Options& options,
                                                 std::int64_t now_unix_s);

}  // namespace spoor::app
