#include "viewer/app/print_run.hpp"

#include <chrono>
#include <utility>

namespace spoor::app {
namespace {

constexpr std::chrono::seconds kSettleLimit{30};

Result<std::unique_ptr<Printer>> make_printer(Opened& opened, const Options& options) {
  Printer::Parts parts;
  parts.room = opened.admittance.room;
  parts.grant = &opened.grant;
  parts.release = opened.source->release();
  parts.recorded = [&opened](std::string_view path) { return opened.recording->recorded(path); };
  parts.font = options.font;
  parts.paper = options.paper;
  parts.record = [&opened](seal_log::Event event) {
    return opened.recording->recorder().add_now(std::move(event));
  };
  return Printer::create(std::move(parts));
}

PrintDesk desk_of(const Printer& printer) {
  PrintDesk desk;
  desk.offer = [&printer](Editor& editor, LineSpan lines) { return printer.offer(editor, lines); };
  desk.print = [&printer](Editor& editor, LineSpan lines) {
    return printer.print(editor, lines, {}, moment_now().wall_unix_s);
  };
  desk.paper = printing::paper_name(printer.paper());
  return desk;
}

}  // namespace

Result<std::unique_ptr<Printer>> attach_printer(Opened& opened, const Options& options) {
  auto printer = make_printer(opened, options);
  if (printer) opened.workspace->print.attach(desk_of(**printer));
  return printer;
}

Result<std::string> print_and_end(Opened& opened, const Options& options, std::int64_t now_unix_s) {
  const seal::Session& session = opened.grant.session();
  if (session.bound_to_room() && !options.output.empty()) {
    opened.recording->refused("room");
    return tl::unexpected(AppError{ExitCode::refused,
                                   "policy: room: What is printed in a room stays there until whoever keeps "
                                   "the room hands it over; leave -o out."});
  }
  auto printer = make_printer(opened, options);
  if (!printer) return tl::unexpected(printer.error());
  Editor& editor = *opened.workspace->active();
  if (editor.document() != nullptr) editor.document()->wait_settled(kSettleLimit);
  auto printed =
      (*printer)->print(editor, {options.print_first, options.print_last}, options.output, now_unix_s);
  if (!printed) return tl::unexpected(printed.error());
  if (auto closed = opened.recording->close(); !closed) return tl::unexpected(closed.error());
  return describe(*printed, session.policy.print_pages_total) + "\n";
}

}  // namespace spoor::app
