// Receipts: texts around a log's head.
#include <fmt/format.h>

#include "tests/unit/log/log_fixtures.hpp"
#include "tests/vectors/bytes.hpp"
#include "tests/vectors/log_vectors.hpp"
#include "watermark/seal/log_receipt.hpp"

namespace spoor::vectors {

using namespace seal_log;

void add_receipts(const SignedHead& head, Scenarios& out) {
  const auto put = [&](const char* name, const char* fault, const std::string& text,
                       const char* expect = kDamaged) {
    out.push_back({fmt::format("receipt-{}.txt", name), fault, expect, bytes_of(text)});
  };
  const std::string note = encode_note(head, log_test::room_key()).value();
  const std::string whole = receipt_text({note, head.head, "Ada Lovelace", "release 1"});
  const std::string other = encode_note(head, seal_test::vendor(8).public_key()).value();
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = whole;
    return text.replace(text.find(from), from.size(), to);
  };
  put("good", "the receipt of log-good", whole, kOk);
  put("good-bare", "the head and nothing around it", note, kOk);
  put("good-words", "words around the head", "Keep this: spoor.log/ is what it begins with.\n" + note + "So.",
      kOk);
  put("good-twice", "the head, and another room's behind it", whole + other, kOk);
  put("nothing", "an empty file", "");
  put("words", "words without a head", "A receipt of spoor.log/ and no more.\n");
  put("origin", "no line that begins the head", replaced("\nspoor.log/", "\n spoor.log/"));
  put("signature-none", "no line that ends the head", replaced("\n\xE2\x80\x94 ", "\n-- "));
  put("signature-cut", "the signature's line does not end", note.substr(0, note.size() - 1));
  put("crlf", "line ends of another system", [&] {
    std::string text;
    for (const char letter : whole) text += letter == '\n' ? "\r\n" : std::string(1, letter);
    return text;
  }());
  put("quoted", "each line set off, as mail does", [&] {
    std::string text = "> ";
    for (const char letter : whole) text += letter == '\n' ? "\n> " : std::string(1, letter);
    return text;
  }());
  put("between", "a line in between", replaced("\nchain ", "\n\nchain "));
  put("entries", "another number of entries in the head", replaced("\n7\n", "\n8\n"), kBadSignature);
  put("time", "another time in the head", replaced("time 1800000000", "time 1800000001"), kBadSignature);
  put("room", "another room's head", receipt_text({other, head.head, "Ada Lovelace", "release 1"}),
      kWrongKey);
  put("room-first", "another room's head in front of ours", other + whole, kWrongKey);
}

}  // namespace spoor::vectors
