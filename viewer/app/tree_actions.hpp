// What keys and clicks do to the tree and its filter.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

void tree_action(Action action, Workspace& workspace, const Metrics& metrics, const Panes& panes);
/// While the keyboard is in the filter: keys that choose among the rows. False: it is another's.
bool filter_action(Action action, Workspace& workspace, const Metrics& metrics, const Panes& panes);
/// Opens the filter, or closes it and shows the whole tree again.
void open_tree_filter(Workspace& workspace);
void close_tree_filter(Workspace& workspace);
/// Selects the active file in the tree.
void reveal_in_tree(Workspace& workspace);
/// Opens a file, unfolds or folds a directory.
void activate_row(Workspace& workspace, std::size_t row);

}  // namespace spoor::app
