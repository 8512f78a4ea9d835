// A session's body, field by field, so that a vector can hold what no writer would write.
#pragma once

#include "tests/vectors/envelope_forge.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::vectors {

struct SessionFields {
  std::string id = "s-0123456789ab";
  std::string reviewer = "Ada Lovelace";
  std::string organisation = "Analytical Engines";
  std::string vendor = "acme";
  std::int64_t start_unix_s = 1'800'000'000;
  std::int64_t expires_unix_s = 1'800'000'900;
  seal::RoomId room{};
  seal::Bytes policy = seal::encode_policy({});
  int policy_more = 0;  ///< stated beyond what is there
  std::uint32_t slots = 1;
  std::size_t tables = 1;  ///< of A, as there truly are

  void resize(std::uint32_t count) { tables = slots = count; }

  [[nodiscard]] seal::Bytes encode() const {
    seal::WireWriter out;
    for (const std::string& text : {id, reviewer, organisation, vendor}) out.text(text);
    out.bytes(seal_test::kArchiveId);
    out.bytes(seal_test::key_of(3));
    out.integer(start_unix_s);
    out.integer(expires_unix_s);
    out.bytes(room);
    out.bytes(seal_test::key_of(0x21));
    out.bytes(seal_test::key_of(0x22));
    out.integer(static_cast<std::uint32_t>(static_cast<int>(policy.size()) + policy_more));
    out.bytes(policy);
    out.integer(slots);
    out.bytes(seal::Bytes(tables * mark::kPositionsA / 8, 0xA5));
    out.bytes(seal::Bytes(mark::kPositionsB / 8, 0x5A));
    return out.take();
  }
};

}  // namespace spoor::vectors
