// Everything that is derived from a vault's mark key: the kerning tables of its sessions. For the vault and
// the kit only; the viewer never links this.
//
//   s_A(token, slot) = interleave(polar(E(token | slot), CRC16)) xor mask      the name: 1024 signs, one
//   table a slot s_B(token)[j]    = draw(token, j) < bias[j]                                against
//   collusion: 65,536 signs a session
//
// E, mask, interleaver, biases and draws each come from their own named stream (HKDF-SHA256, RFC 5869, one
// label a use), so that a new use never shifts an old one.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>

#include "watermark/mark/context.hpp"

namespace spoor::mark_code {

using MarkKey = std::array<std::uint8_t, 32>;  ///< secret

/// The largest token: 48 random bits.
inline constexpr std::uint64_t kTokenMax = (std::uint64_t{1} << 48) - 1;

enum class CodeErrorCode : std::uint8_t {
  crypto,        ///< the cryptographic library refused (out of memory, or a provider without HKDF)
  bad_argument,  ///< a size or range that the function's comment excludes
};

/// One clear sentence that says what is wrong; never holds a secret.
struct CodeError {
  CodeErrorCode code = CodeErrorCode::crypto;
  std::string message;
};

/// What a table of code A says: whose session, and when.
struct Payload {
  std::uint64_t token = 0;  ///< <= kTokenMax
  std::uint16_t slot = 0;   ///< 15-minute steps since the session's start
  friend bool operator==(const Payload&, const Payload&) = default;
};

/// The streams of one mark key. Immutable after create(); copies share the state; safe to use from many
/// threads.
class Coder {
 public:
  /// Derives every stream (about 1 ms). Errors: crypto.
  [[nodiscard]] static tl::expected<Coder, CodeError> create(const MarkKey& key);

  /// The name's signs for one slot; bit i % 64 of word i / 64 set: position i is displaced to the right.
  /// Bits of `token` above the 48th are ignored.
  void table_a(std::uint64_t token, std::uint16_t slot,
               std::span<std::uint64_t, mark::kPositionsA / 64> out) const noexcept;

  /// The session's signs of code B, in the same bit order. Not by slot: a reviewer must not be able to
  /// average his own slots. About 30 microseconds.
  void table_b(std::uint64_t token, std::span<std::uint64_t, mark::kPositionsB / 64> out) const noexcept;

  /// The derived state, for the scoring and decoding of this module.
  struct State;
  [[nodiscard]] const State& state() const noexcept { return *state_; }

 private:
  explicit Coder(std::shared_ptr<const State> state) noexcept : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace spoor::mark_code
