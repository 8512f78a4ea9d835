// Carries out actions: hands each to the part of the window that it belongs to.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/text_field.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// `count`: typed before the keys, as in Vim; a line's number for top and bottom. Quitting sets
/// Workspace::quit.
void apply(Action action, Workspace& workspace, const Metrics& metrics, const Panes& panes,
           std::optional<std::uint64_t> count = {});

/// A key of editing while a field has the keyboard. False: it is none.
bool field_key(FieldKey key, Workspace& workspace);
/// A character that was typed. False: nobody wants it.
bool type_character(char32_t code_point, Workspace& workspace);

}  // namespace spoor::app
