// Printing with what is open: the printer of a session, and --print.
#pragma once

#include "viewer/app/opening.hpp"
#include "viewer/app/printing.hpp"

namespace spoor::app {

/// A printer that records in the session's log, behind the window's question of what to print. `opened`
/// outlives it; the question is not asked any more once it is gone. Errors: failed.
[[nodiscard]] Result<std::unique_ptr<Printer>> attach_printer(Opened& opened, const Options& options);

/// --print: the lines of the file that is open. What is to be said of it: one line. Errors: refused (names
/// the clause); those of Printer::print.
[[nodiscard]] Result<std::string> print_and_end(Opened& opened, const Options& options,
                                                std::int64_t now_unix_s);

}  // namespace spoor::app
