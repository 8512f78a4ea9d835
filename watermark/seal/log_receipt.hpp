// What a reviewer takes home of a log: its head as text, and on paper with the same bytes as a QR code
// (ISO/IEC 18004). SPEC.md 7.8.
#pragma once

#include <string>

#include "watermark/seal/log_head.hpp"

namespace spoor::seal_log {

struct Receipt {
  std::string note;      ///< the head as it was signed
  Head head;             ///< what it says
  std::string reviewer;  ///< as the session names him; may be empty
  std::string release;   ///< of the archive; may be empty
};

/// Plain text, UTF-8, that holds the note.
[[nodiscard]] std::string receipt_text(const Receipt& receipt);
/// One page of A4. The same receipt gives the same bytes. Errors: usage (a note too long for a QR code), io.
[[nodiscard]] Result<Bytes> receipt_pdf(const Receipt& receipt);

/// "2027-01-15 08:00:00 UTC"
[[nodiscard]] std::string utc_words(std::int64_t unix_s);

}  // namespace spoor::seal_log
