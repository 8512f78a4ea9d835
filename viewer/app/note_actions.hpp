// What keys and menus ask of the reviewer's notes.
#pragma once

#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// False: the action is none of these.
bool note_action(Action action, Workspace& workspace);
/// Enter in the field of a note: keeps it, and closes the field.
void keep_note(Workspace& workspace);
/// Keeps a note that is being written: what is typed does not go with a lock.
void keep_draft(Workspace& workspace);
/// Goes to where a note is; on another release than the one that is read, to the same lines as far as they
/// are found.
void go_to_note(Workspace& workspace, const seal::Note& note);

}  // namespace spoor::app
