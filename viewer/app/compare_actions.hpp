// What keys and the pointer do to a comparison with another release.
#pragma once

#include "viewer/app/frame.hpp"
#include "viewer/app/workspace.hpp"

namespace spoor::app {

/// Begins to compare, and shows the list.
void begin_comparison(Workspace& workspace, const std::string& release);
/// Opens what became of a file.
void open_change(Workspace& workspace, const compare::FileChange& change,
                 std::optional<std::uint64_t> line = {});

/// Carries out an action if it is one of comparing, or the keyboard is with the list or the view. False: it
/// is another's.
bool compare_action(Action action, std::uint64_t count, Workspace& workspace, const Metrics& metrics,
                    const Panes& panes);

/// A click on the list or the view. False: it is another's.
bool press_compare(Workspace& workspace, const Metrics& metrics, const Panes& panes, double x_px,
                   double y_px);
/// The wheel over one of them, in lines and columns. False: it is another's.
bool wheel_compare(Workspace& workspace, const Metrics& metrics, const Panes& panes, double x_px, double y_px,
                   std::int64_t columns, std::int64_t lines);

}  // namespace spoor::app
