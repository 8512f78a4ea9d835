// Printing lines of a file: what a request would cost, and carrying it out so that no pages exist that were
// not counted and recorded, and none that were counted are lost without a word.
//
//   grant (counted and numbered, durable) -> record in the log (durable) -> write the pages -> note it
//
// What fails before the record gives the pages back. Whatever fails or dies behind it leaves the grant as it
// is: asking for the same lines again costs nothing and gives them under the same numbers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "viewer/app/editor.hpp"
#include "viewer/app/grant.hpp"
#include "viewer/app/options.hpp"
#include "viewer/print/listing.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/log_record.hpp"
#include "watermark/seal/print_ledger.hpp"

namespace spoor::app {

/// What a request comes to.
struct PrintOffer {
  LineSpan lines;
  seal::PrintRequest request;
  seal::PrintQuote quote;
  printing::Listing listing;
};

/// Pages that are on disk.
struct PrintedPages {
  std::uint32_t pages = 0;
  std::string first_number;
  std::string last_number;
  std::uint32_t pages_used = 0;   ///< of the session, with these
  std::filesystem::path written;  ///< empty: kept in the room's prints
};

class Printer {
 public:
  /// Makes an event durable in the session's log. False: it is not there, and nothing may be printed.
  using Record = std::function<bool(seal_log::Event)>;
  struct Parts {
    std::shared_ptr<const seal::Room> room;
    const Grant* grant = nullptr;  ///< outlives the printer
    std::string release;
    /// How log and ledger name a file; none: by its path.
    std::function<std::string(std::string_view path)> recorded{};
    text::FontId font = text::FontId::jetbrains_mono;
    printing::Paper paper = printing::Paper::a4;
    Record record;
  };
  /// Errors: failed (the font is not installed or damaged).
  static Result<std::unique_ptr<Printer>> create(Parts parts);

  /// What printing these lines would cost; `quote.refusal` says where it may not be. Lines behind the end
  /// are left out. Errors: usage (there are no such lines), failed (the file cannot be read); of the room.
  [[nodiscard]] Result<PrintOffer> offer(Editor& editor, LineSpan lines) const;

  /// `out`: where the pages are to be, as a PDF; empty: in the room's prints, sealed. Errors: refused (names
  /// the clause), failed; those of offer().
  [[nodiscard]] Result<PrintedPages> print(Editor& editor, LineSpan lines, const std::filesystem::path& out,
                                           std::int64_t now_unix_s) const;
  [[nodiscard]] printing::Paper paper() const { return parts_.paper; }

 private:
  Printer(Parts parts, text::Face face);
  [[nodiscard]] Result<printing::Listing> listing_of(Editor& editor, LineSpan lines,
                                                     std::uint64_t most_rows) const;
  [[nodiscard]] std::string number(std::uint32_t serial) const;
  [[nodiscard]] std::string recorded(const Editor& editor) const;
  [[nodiscard]] Result<seal::Bytes> draw(const PrintOffer& offer, const seal::PrintMemory& granted,
                                         std::int64_t now_unix_s) const;
  [[nodiscard]] Result<void> put(const std::string& first_number, const std::filesystem::path& out,
                                 const seal::Bytes& pdf) const;
  [[nodiscard]] const seal::Session& session() const { return parts_.grant->session(); }

  Parts parts_;
  text::Face face_;
  text::Repertoire repertoire_;
  printing::Sheet sheet_;
};

/// "2 pages, 366C23A45EEE-5A3F-000001 to 366C23A45EEE-5A3F-000002, in 'x.pdf'; 5 of 25 pages used"
[[nodiscard]] std::string describe(const PrintedPages& printed, std::uint32_t pages_total);

}  // namespace spoor::app
