// Receipts, heads and proofs as texts: as they come, and with the head's signature made right again, so that
// what lies behind it is reached.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/log/log_fixtures.hpp"
#include "watermark/seal/log_proof.hpp"
#include "watermark/seal/log_receipt.hpp"

using namespace spoor;
using namespace spoor::seal_log;

namespace {

/// The text with the head in it signed by the tests' room.
std::string signed_again(const std::string& text) {
  const std::string_view note = note_within(text);
  const std::size_t end = note.find("\n\n");
  if (end == std::string_view::npos) return text;
  const std::string_view body = note.substr(0, end + 1);
  const std::string_view origin = note.substr(0, note.find('\n'));
  // C2SP's hash of the key under that name, then the signature of what is there.
  Bytes line(4);
  Bytes hashed(origin.begin(), origin.end());
  hashed.push_back('\n');
  hashed.push_back(1);
  const auto key = log_test::room_key();
  hashed.insert(hashed.end(), key.begin(), key.end());
  const auto digest = seal::sha256(hashed).value();
  std::copy_n(digest.begin(), line.size(), line.begin());
  const auto signature = seal_test::vendor(9).sign(seal::as_bytes(body)).value();
  line.insert(line.end(), signature.begin(), signature.end());
  const auto begin = static_cast<std::size_t>(note.data() - text.data());
  std::string out = text.substr(0, begin);
  out += body;
  out += "\n\xE2\x80\x94 " + std::string(origin) + " " + base64(line) + "\n";
  return out + text.substr(begin + note.size());
}

void read_note(const std::string& text) {
  const std::string note(note_within(text));
  const auto head = open_note(note, log_test::room_key(), "fuzz");
  if (!head) return;
  // One form only: what was read writes the same note again.
  fuzz::insist(encode_note(*head, log_test::room_key()).value() == note);
  const std::string receipt = receipt_text({note, head->head, "A. Reader", "1.0"});
  fuzz::insist(note_within(receipt) == note);
}

void read_proofs(const std::string& text) {
  const auto entry = open_entry_proof(text, log_test::room_key(), "fuzz");
  if (entry) fuzz::insist(entry->entry.index < entry->head.head.entries);
  // Against the head that the proof itself claims to go on from.
  Head old;
  if (const auto head = open_note(note_within(text), log_test::room_key(), "fuzz")) old = head->head;
  for (const std::uint64_t entries : {std::uint64_t{1}, std::uint64_t{2}, old.entries}) {
    old.entries = entries;
    const auto grown = open_growth_proof(text, old, log_test::room_key(), "fuzz");
    if (grown) fuzz::insist(grown->head.entries >= old.entries);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string raw(reinterpret_cast<const char*>(data), size);
  for (const std::string& text : {raw, signed_again(raw)}) {
    read_note(text);
    read_proofs(text);
  }
  Bytes bytes;
  if (from_base64(raw, bytes)) fuzz::insist(base64(bytes) == raw);
  return 0;
}
