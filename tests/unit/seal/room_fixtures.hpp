// Sessions, lists and updates of one vendor, as the tests of rooms need them.
#pragma once

#include <functional>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/ed25519.hpp"
#include "watermark/seal/room.hpp"

namespace spoor::seal_test {

inline constexpr std::int64_t kNow = 1'800'000'100;  ///< inside small_session()'s window

/// A seeded stream for a room; copies share it.
[[nodiscard]] inline seal::RandomFill seeded_fill(std::uint64_t seed) {
  const auto random = std::make_shared<SeededRandom>(seed);
  return [random](std::span<std::uint8_t> out) { return random->fill(out); };
}

[[nodiscard]] inline seal::SessionUpdate small_update(const seal::Session& session,
                                                      std::uint64_t number = 1) {
  seal::SessionUpdate out;
  out.vendor_key = session.vendor_key;
  out.session_id = session.id;
  out.room = session.room;
  out.number = number;
  out.made_unix_s = kNow - 50;
  out.change = seal::UpdateChange::narrow;
  out.expires_unix_s = session.expires_unix_s;
  out.policy = session.policy;
  out.file_sha256.fill(static_cast<std::uint8_t>(number));
  return out;
}

[[nodiscard]] inline seal::SeenList small_list(const seal::Session& session, std::uint64_t number = 1) {
  seal::SeenList out;
  out.list.vendor_key = session.vendor_key;
  out.list.number = number;
  out.list.issued_unix_s = kNow - 100;
  out.file_sha256.fill(static_cast<std::uint8_t>(number));
  return out;
}

}  // namespace spoor::seal_test
