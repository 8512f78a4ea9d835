// What keys and the pointer ask about definitions.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Carries out an action of symbols, of the outline's panel, or any action while a peek has the keyboard.
/// False: it is another's.
bool symbol_action(Action action, Workspace& workspace, const Metrics& metrics, const Panes& panes);

/// Does what answers of the desk are wanted for. Before each frame.
void take_answers(Workspace& workspace);
/// Goes to a definition, as a jump, with the caret before its name.
void go_to_symbol(Workspace& workspace, const symbols::Symbol& symbol);

void open_outline_filter(Workspace& workspace);
/// The pointer moved: away from what a hover shows, perhaps. True: something changes on screen.
bool pointer_moves(Workspace& workspace, double x_px, double y_px);
/// It has been still for a while.
void pointer_rests(Workspace& workspace, const Metrics& metrics, const Panes& panes, double x_px,
                   double y_px);
/// A click. False: it is another's.
bool press_symbols(Workspace& workspace, const Metrics& metrics, const Panes& panes, double x_px,
                   double y_px);

}  // namespace spoor::app
