#include "watermark/seal/print_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "watermark/seal/policy.hpp"
#include "watermark/seal/revocation.hpp"

namespace spoor::seal {
namespace {

struct Run {
  std::uint64_t first = 1;
  std::uint64_t last = 1;
};

bool joins(const Run& before, const Run& behind, const BlankLine& blank) {
  for (std::uint64_t line = before.last + 1; line < behind.first; ++line)
    if (!blank(line)) return false;
  return true;
}

/// The run of printed lines that the request would become part of.
Run run_with(const SessionMemory& memory, const PrintRequest& request, const BlankLine& blank) {
  std::vector<Run> runs{{request.first_line, request.last_line}};
  for (const PrintMemory& print : memory.prints)
    if (print.path == request.path) runs.push_back({print.first_line, print.last_line});
  std::sort(runs.begin(), runs.end(),
            [](const Run& one, const Run& other) { return one.first < other.first; });
  Run run = runs.front();
  for (const Run& next : runs) {
    if (joins(run, next, blank))
      run.last = std::max(run.last, next.last);
    else if (run.last >= request.last_line && run.first <= request.first_line)
      break;
    else
      run = next;
  }
  return run;
}

const PrintMemory* unwritten(const SessionMemory& memory, const PrintRequest& request) {
  const auto found = std::find_if(memory.prints.begin(), memory.prints.end(), [&](const PrintMemory& print) {
    return !print.written && print.path == request.path && print.first_line == request.first_line &&
           print.last_line == request.last_line && print.pages == request.pages;
  });
  return found == memory.prints.end() ? nullptr : &*found;
}

SealError refusal(std::string_view clause, std::string_view sentence) {
  return refused_by(clause, sentence).value();
}

std::optional<SealError> refusal_of(const PrintQuote& quote, const SessionMemory& memory,
                                    const PrintRequest& request) {
  if (quote.pages_total == 0)
    return refusal("print.pages_total", "The session does not allow printing; ask the vendor.");
  const std::uint64_t run_lines = quote.run_last - quote.run_first + 1;
  if (quote.lines_max != kUnlimited && run_lines > quote.lines_max) {
    const bool alone = run_lines == request.last_line - request.first_line + 1;
    return refusal(
        "print.consecutive_lines",
        fmt::format("Lines {} to {}{} are {} in a row, and {} may be printed; ask for fewer, or "
                    "for others.",
                    quote.run_first, quote.run_last, alone ? "" : ", those printed before among them,",
                    run_lines, quote.lines_max));
  }
  // The policy may have been narrowed since: what was granted then must fit into what is allowed now.
  if (quote.granted_before) {
    if (quote.pages_total == kUnlimited || quote.pages_before <= quote.pages_total) return std::nullopt;
    return refusal("print.pages_total",
                   fmt::format("{} pages were granted, these among them, and {} may be printed now; ask the "
                               "vendor for more.",
                               quote.pages_before, quote.pages_total));
  }
  const std::uint32_t left = quote.pages_total - std::min(quote.pages_before, quote.pages_total);
  if (quote.pages_total != kUnlimited && request.pages > left)
    return refusal(
        "print.pages_total",
        fmt::format("This takes {} page{}, and {} of {} {} left; ask for fewer lines.", request.pages,
                    request.pages == 1 ? "" : "s", left, quote.pages_total, left == 1 ? "is" : "are"));
  const bool countable = request.pages < kUnlimited - memory.next_serial;
  if (memory.prints.size() >= kMaxPrints || !countable || request.path.size() > kMaxPrintPathBytes)
    return SealError{SealErrorCode::refused, "This room's memory holds no more prints of this session."};
  return std::nullopt;
}

PrintQuote quote_of(const SessionMemory& memory, const Policy& policy, const PrintRequest& request,
                    const BlankLine& blank) {
  PrintQuote quote;
  quote.pages_before = memory.pages_printed;
  quote.pages_total = policy.print_pages_total;
  quote.lines_max = policy.print_consecutive_lines;
  quote.granted_before = unwritten(memory, request) != nullptr;
  const std::uint64_t after = std::uint64_t{memory.pages_printed} + request.pages;
  quote.pages_after = quote.granted_before
                          ? memory.pages_printed
                          : static_cast<std::uint32_t>(std::min<std::uint64_t>(after, kUnlimited));
  const Run run = run_with(memory, request, blank);
  quote.run_first = run.first;
  quote.run_last = run.last;
  quote.refusal = refusal_of(quote, memory, request);
  return quote;
}

PrintMemory* print_of(SessionMemory& memory, std::uint32_t serial) {
  const auto found = std::find_if(memory.prints.begin(), memory.prints.end(),
                                  [serial](const PrintMemory& print) { return print.serial == serial; });
  return found == memory.prints.end() ? nullptr : &*found;
}

tl::unexpected<SealError> unknown_print() {
  return fail(SealErrorCode::damaged, "The room does not remember this print; its state is an older one.");
}

}  // namespace

PrintQuote quote_print(const RoomState& state, const Session& session, const PrintRequest& request,
                       const BlankLine& blank) {
  const SessionMemory* memory = state.session(session);
  return quote_of(memory != nullptr ? *memory : SessionMemory{}, session.policy, request, blank);
}

Result<PrintMemory> grant_print(const Room& room, const Session& session, const PrintRequest& request,
                                const BlankLine& blank, std::int64_t now_unix_s) {
  PrintMemory out;
  const auto done = room.change([&](RoomState& state) -> Result<void> {
    SessionMemory& memory = state.session_entry(session);
    const PrintQuote quote = quote_of(memory, session.policy, request, blank);
    if (quote.refusal) return tl::make_unexpected(*quote.refusal);
    if (quote.granted_before) {
      out = *unwritten(memory, request);
      return {};
    }
    out = {memory.next_serial, request.pages, request.first_line, request.last_line,
           now_unix_s,         false,         request.path};
    memory.prints.push_back(out);
    memory.next_serial += request.pages;
    memory.pages_printed += request.pages;
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return out;
}

Result<void> note_print_written(const Room& room, const Session& session, std::uint32_t serial) {
  return room.change([&](RoomState& state) -> Result<void> {
    PrintMemory* print = print_of(state.session_entry(session), serial);
    if (print == nullptr) return unknown_print();
    print->written = true;
    return {};
  });
}

Result<void> withdraw_print(const Room& room, const Session& session, std::uint32_t serial) {
  return room.change([&](RoomState& state) -> Result<void> {
    SessionMemory& memory = state.session_entry(session);
    const PrintMemory* print = print_of(memory, serial);
    if (print == nullptr) return unknown_print();
    memory.pages_printed -= print->pages;
    memory.prints.erase(memory.prints.begin() + (print - memory.prints.data()));
    return {};
  });
}

std::string bates_number(const SessionIdBytes& session, const RoomId& room, std::uint32_t serial) {
  std::string out;
  for (const std::uint8_t byte : session) out += fmt::format("{:02X}", byte);
  return out + fmt::format("-{:02X}{:02X}{:02X}{:02X}-{:06}", room[0], room[1], room[2], room[3], serial);
}

}  // namespace spoor::seal
