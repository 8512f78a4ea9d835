// Logs and their records, as they come; and logs whose last signature was made right again, so that what lies
// behind it is reached.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/log/log_fixtures.hpp"

using namespace spoor;
using namespace spoor::seal_log;

namespace {

void read_whole(ByteView file) {
  const SecretKey vendor = log_test::log_private();
  const SecretKey reviewer = log_test::reviewer_private();
  MemoryLog bytes(file);
  std::uint64_t next = 0;
  const auto reading = read_log(bytes, "fuzz", {}, {&vendor, &reviewer}, [&](const OpenedEntry& entry) {
    fuzz::insist(entry.index >= next);  // in order, each once
    next = entry.index + 1;
  });
  if (!reading) return;
  // What was read agrees with its own head.
  fuzz::insist(verify_log(bytes, "fuzz", {reading->summary.head.head}).has_value());
}

/// The log with a good header in place of its own, and its last group signed again.
Bytes repaired(ByteView file) {
  LogHeader header;
  header.room_key = log_test::room_key();
  header.log_key = log_test::identity().log_key;
  Bytes message(kHeaderContext.begin(), kHeaderContext.end());
  const Bytes covered = encode_for_signature(header);
  message.insert(message.end(), covered.begin(), covered.end());
  header.signature = seal_test::vendor(9).sign(message).value();
  Bytes out = encode(header);
  const ByteView groups = file.subspan(std::min(file.size(), kHeaderBytes));
  out.insert(out.end(), groups.begin(), groups.end());
  MemoryLog bytes(out);
  auto walk = LogWalk::begin(bytes, "fuzz").value();
  while (walk.next().value()) {
  }
  if (walk.state().groups == 0) return out;
  const auto signature = seal_test::vendor(9).sign(seal::as_bytes(head_text(walk.head().value()))).value();
  const auto at = static_cast<std::ptrdiff_t>(walk.state().end_bytes - kSignatureBytes);
  std::copy(signature.begin(), signature.end(), out.begin() + at);
  return out;
}

void read_parts(ByteView input) {
  // One encoding only: what is read writes the same bytes again.
  if (const auto record = decode_record(input)) fuzz::insist(std::ranges::equal(encode(*record), input));
  if (const auto own = decode_private(input)) fuzz::insist(std::ranges::equal(encode(*own), input));
  if (const auto place = decode_place(input)) fuzz::insist(std::ranges::equal(encode(*place), input));
  RunEntry run;
  if (decode_run(input, run)) fuzz::insist(std::ranges::equal(encode(run), input));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  read_whole(input);
  const Bytes log = repaired(input);
  read_whole(log);
  read_parts(input);
  return 0;
}
