// Handing notes out as Markdown: the reviewer's words, where they belong, and the code that they are about as
// far as the policy's allowance goes.
//
//   count (durable) -> record every quoted range in the log (durable) -> write the file
//
// What fails before the record gives the characters back. Nothing of this shows code in the window.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "viewer/app/grant.hpp"
#include "viewer/app/notebook.hpp"
#include "viewer/app/source.hpp"
#include "watermark/seal/log_record.hpp"
#include "watermark/seal/note_ledger.hpp"

namespace spoor::app {

/// Which notes, and whether with the code that they are about.
struct ExportWish {
  bool with_code = true;
  std::string part_of_path;  ///< of the notes' files; empty: all
};

/// What an export would hold, and cost.
struct ExportOffer {
  std::string markdown;
  std::vector<seal_log::Lines> quoted;  ///< as the log names them
  std::size_t notes = 0;                ///< bookmarks and marks included
  std::size_t not_quoted = 0;  ///< notes on lines that cannot be read here, as those of another release
  seal::NoteQuote quote;
};

struct ExportedNotes {
  std::filesystem::path written;
  seal::NoteQuote quote;
};

class NoteExporter {
 public:
  struct Parts {
    std::shared_ptr<const seal::Room> room;
    const Grant* grant = nullptr;        ///< outlives the exporter
    const Source* source = nullptr;      ///< the same
    const Notebook* notebook = nullptr;  ///< the same
    /// Makes events durable in the session's log. False: they are not there.
    std::function<bool(std::vector<seal_log::Event>)> record;
    /// Seals an export to the reviewer, and names the file in the room that holds it.
    std::function<Result<std::filesystem::path>(const std::string& markdown)> keep;
  };
  explicit NoteExporter(Parts parts) : parts_(std::move(parts)) {}

  /// Errors: refused (there are no notes here), failed (a file cannot be read, too much code).
  [[nodiscard]] Result<ExportOffer> offer(const ExportWish& wish, std::int64_t now_unix_s) const;
  /// `out`: where the Markdown is to be; empty: in the room, sealed to the reviewer. Errors: refused (names
  /// the clause), failed; those of offer().
  [[nodiscard]] Result<ExportedNotes> write(const ExportWish& wish, const std::filesystem::path& out,
                                            std::int64_t now_unix_s) const;

 private:
  void quote_lines(const seal::Note& note, ExportOffer& offer) const;

  Parts parts_;
};

/// "1,234 characters of code, 5,678 of 10,000 used; in 'notes.md'"
[[nodiscard]] std::string describe(const ExportedNotes& exported);

}  // namespace spoor::app
