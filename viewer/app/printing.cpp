#include "viewer/app/printing.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "viewer/app/guard.hpp"
#include "viewer/print/pdf.hpp"
#include "watermark/seal/release_files.hpp"
#include "watermark/seal/revocation.hpp"

namespace spoor::app {
namespace {

/// Of one request, whatever the policy: so many are held in memory at once.
constexpr std::uint64_t kMostPages = 2000;

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

std::string utc_words(std::int64_t unix_s) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<std::time_t>(unix_s)));
}

seal::BlankLine blank_lines_of(const code::Document& document) {
  return [&document](std::uint64_t line) {
    const auto text = document.text(line - 1);
    return text && std::all_of(text->begin(), text->end(), [](char c) {
             return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
           });
  };
}

/// Whether pages can be written there: asked before anything is counted.
Result<void> check_place(const seal::Room& room, const std::filesystem::path& out) {
  if (out.empty()) {
    if (auto made = room.make_prints(); !made) return tl::unexpected(from_seal(made.error()));
  }
  const auto file = seal::AtomicFile::create(out.empty() ? room.print_file("new") : out);
  if (!file) return tl::unexpected(from_seal(file.error()));
  return {};
}

std::string pages_words(std::uint32_t pages) {
  return fmt::format("{} page{}", pages, pages == 1 ? "" : "s");
}

}  // namespace

Printer::Printer(Parts parts, text::Face face)
    : parts_(std::move(parts)),
      face_(std::move(face)),
      repertoire_(face_),
      sheet_(printing::sheet_of(parts_.paper, face_)) {}

Result<std::unique_ptr<Printer>> Printer::create(Parts parts) {
  auto face = text::Face::open(parts.font);
  if (!face) return tl::unexpected(AppError{ExitCode::failed, face.error().message});
  return std::unique_ptr<Printer>(new Printer(std::move(parts), std::move(*face)));
}

std::string Printer::number(std::uint32_t serial) const {
  const auto id = seal::session_id_bytes(session().id).value_or(seal::SessionIdBytes{});
  return seal::bates_number(id, parts_.room->identity().id, serial);
}

/// Rows as the viewer wraps them, and no more than most_rows.
Result<printing::Listing> Printer::listing_of(Editor& editor, LineSpan lines, std::uint64_t most_rows) const {
  const code::Document& document = *editor.document();
  const auto columns = static_cast<std::size_t>(printing::code_columns(sheet_, lines.last));
  printing::Listing out{lines.first, lines.last, {}};
  text::RowOptions options;
  options.tab_columns = kTabColumns;
  text::Row row;
  for (std::uint64_t line = lines.first; line <= lines.last && out.rows.size() < most_rows; ++line) {
    for (std::uint64_t column = 0; out.rows.size() < most_rows; column += columns) {
      // One more column, to see whether there is a next row.
      const auto part = editor.long_lines().part(document, line - 1, column, columns + 1);
      if (!part) return tl::unexpected(AppError{ExitCode::failed, part.error().message});
      text::lay_out_row({part->bytes, part->start}, {}, repertoire_, options, column, columns + 1, row);
      const bool more = row.cells.size() > columns;
      row.cells.resize(std::min(row.cells.size(), columns));
      out.rows.push_back({line, column > 0, row.cells});
      if (!more) break;
    }
  }
  return out;
}

Result<PrintOffer> Printer::offer(Editor& editor, LineSpan lines) const {
  const auto none = [](const char* words) { return tl::unexpected(AppError{ExitCode::usage, words}); };
  if (editor.document() == nullptr) return none("This is a link; there are no lines to print.");
  const code::LineCount count = editor.document()->line_count();
  if (!count.complete && lines.last > count.lines)
    return none("These lines are not known yet; wait for the file's end.");
  if (lines.first > count.lines) return none("The file has no such lines.");
  lines.last = std::min(lines.last, count.lines);
  const auto state = parts_.room->state();
  if (!state) return tl::unexpected(from_seal(state.error()));
  // One page more than there may be tells that it is too much: no need to read on.
  const std::uint32_t total = session().policy.print_pages_total;
  const std::uint64_t most_pages =
      total == seal::kUnlimited ? kMostPages : std::min<std::uint64_t>(kMostPages, total);
  auto listing = listing_of(editor, lines, most_pages * static_cast<std::uint64_t>(sheet_.code_rows()) + 1);
  if (!listing) return tl::unexpected(listing.error());
  PrintOffer out;
  out.lines = lines;
  const auto pages = static_cast<std::uint32_t>(printing::pages_of_rows(listing->rows.size(), sheet_));
  out.request = {recorded(editor), lines.first, lines.last, pages};
  out.listing = std::move(*listing);
  out.quote = seal::quote_print(*state, session(), out.request, blank_lines_of(*editor.document()));
  if (!out.quote.refusal && pages > kMostPages)
    out.quote.refusal =
        seal::SealError{seal::SealErrorCode::refused,
                        fmt::format("These are more than {} pages; print them in parts.", kMostPages)};
  return out;
}

std::string Printer::recorded(const Editor& editor) const {
  return parts_.recorded ? parts_.recorded(editor.path()) : editor.path();
}

Result<seal::Bytes> Printer::draw(const PrintOffer& offer, const seal::PrintMemory& granted,
                                  std::int64_t now_unix_s) const {
  const seal::Session& of = session();
  printing::Heading heading;
  heading.path = seal::split_recorded(offer.request.path).path;
  heading.release = parts_.release.empty() ? std::string() : "release " + parts_.release;
  heading.overlay = of.policy.overlay_text;
  heading.reviewer = of.organisation.empty() ? of.reviewer : of.reviewer + ", " + of.organisation;
  heading.session = "session " + of.id;
  heading.time = utc_words(now_unix_s);
  const auto pages = printing::pages_of(offer.listing, heading, sheet_, repertoire_, [&](std::size_t page) {
    return number(granted.serial + static_cast<std::uint32_t>(page));
  });
  auto pdf = printing::to_pdf(pages, sheet_, parts_.font, parts_.grant->marking(), number(granted.serial));
  if (!pdf) return tl::unexpected(AppError{ExitCode::failed, pdf.error().message});
  return std::move(*pdf);
}

Result<PrintedPages> Printer::print(Editor& editor, LineSpan lines, const std::filesystem::path& out,
                                    std::int64_t now_unix_s) const {
  auto offered = offer(editor, lines);
  if (!offered) return tl::unexpected(offered.error());
  if (offered->quote.refusal) {
    const seal::SealError& refusal = *offered->quote.refusal;
    static_cast<void>(parts_.record(seal_log::Refused{std::string(clause_of(refusal.message))}));
    return tl::unexpected(from_seal(refusal));
  }
  if (auto place = check_place(*parts_.room, out); !place) return tl::unexpected(place.error());
  const auto granted = seal::grant_print(*parts_.room, session(), offered->request,
                                         blank_lines_of(*editor.document()), now_unix_s);
  if (!granted) return tl::unexpected(from_seal(granted.error()));
  PrintedPages done{granted->pages, number(granted->serial), number(granted->serial + granted->pages - 1),
                    offered->quote.pages_after, out};
  const auto give_back = [&](AppError why) -> Result<PrintedPages> {
    // Where even that fails the grant stays, and the same lines can be had for nothing.
    static_cast<void>(seal::withdraw_print(*parts_.room, session(), granted->serial));
    return tl::unexpected(std::move(why));
  };
  const auto pdf = draw(*offered, *granted, now_unix_s);
  if (!pdf) return give_back(pdf.error());
  const seal_log::Printed event{
      {offered->request.path, offered->lines.first, offered->lines.last},
      granted->pages,
      fmt::format("{} to {}, {}", done.first_number, done.last_number, printing::paper_name(parts_.paper))};
  if (!parts_.record(event))
    return give_back(
        {ExitCode::failed, "The log cannot be written, so nothing is printed; no page was used."});
  if (auto kept = put(done.first_number, out, *pdf); !kept)
    return tl::unexpected(AppError{
        kept.error().code, fmt::format("{} The pages stay yours, as {}: ask for the same lines again, which "
                                       "uses none.",
                                       kept.error().message, done.first_number)});
  // If this fails the pages are there, and the same ones can be had again.
  static_cast<void>(seal::note_print_written(*parts_.room, session(), granted->serial));
  return done;
}

Result<void> Printer::put(const std::string& first_number, const std::filesystem::path& out,
                          const seal::Bytes& pdf) const {
  if (!out.empty()) return seal::write_file(out, pdf).map_error(from_seal);
  const auto sealed = parts_.room->sealed_print(first_number, pdf);
  if (!sealed) return tl::unexpected(from_seal(sealed.error()));
  return seal::write_file(parts_.room->print_file(first_number), *sealed).map_error(from_seal);
}

std::string describe(const PrintedPages& printed, std::uint32_t pages_total) {
  std::string out = pages_words(printed.pages) + ", " + printed.first_number;
  if (printed.pages > 1) out += " to " + printed.last_number;
  out += printed.written.empty() ? ", for whoever keeps the room to hand over"
                                 : ", in " + seal::shown(printed.written.native());
  return out + (pages_total == seal::kUnlimited
                    ? fmt::format("; {} used", pages_words(printed.pages_used))
                    : fmt::format("; {} of {} used", printed.pages_used, pages_words(pages_total)));
}

}  // namespace spoor::app
