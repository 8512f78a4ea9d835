// The keys of a log: sealing to a public key, the chain that is wiped behind itself, entries. SPEC.md 7.5.
#pragma once

#include <string_view>

#include "watermark/seal/agreement.hpp"
#include "watermark/seal/log_format.hpp"

namespace spoor::seal_log {

/// The key of what is sealed between an ephemeral key and a lasting one. `own` is either's private half, and
/// `other` the other's public one; the two public keys salt it. Errors: wrong_key (a public key that keeps no
/// secret), io.
struct Between {
  const SecretKey& own;
  const PublicKey& other;
  const PublicKey& ephemeral;
  const PublicKey& lasting;
};
[[nodiscard]] Result<SecretKey> shared_key(const Between& keys, std::string_view purpose);

inline constexpr std::string_view kCarryPurpose = "spoor log carry";
inline constexpr std::string_view kRunPurpose = "spoor log run";
inline constexpr std::string_view kReviewerPurpose = "spoor log reviewer";

/// Opens what a header or a run holds sealed for the vendor. Errors: wrong_key, io.
[[nodiscard]] Result<SecretKey> open_carry(const LogHeader& header, const SecretKey& log_private);
[[nodiscard]] Result<SecretKey> open_chain(const RunEntry& run, const Digest& log_id,
                                           const PublicKey& log_key, const SecretKey& log_private);
/// What opening binds, for who seals.
[[nodiscard]] Bytes bound_of_chain(const RunEntry& run, const Digest& log_id);

[[nodiscard]] Result<SecretKey> next_carry(const SecretKey& carry);
[[nodiscard]] Result<Digest> link_of(const RunEntry& run, const SecretKey& carry, const Digest& chain_before);

/// The keys of one group.
struct GroupKeys {
  SecretKey entries;
  SecretKey mac;
  SecretKey next;  ///< the chain key of the next group
};
[[nodiscard]] Result<GroupKeys> group_keys(const SecretKey& chain);

[[nodiscard]] Result<SecretKey> vendor_entry_key(const SecretKey& group_entries, std::uint64_t index);
[[nodiscard]] Result<SecretKey> room_entry_key(const SecretKey& update_key, const Digest& log_id,
                                               std::uint64_t index);

/// Where an entry stands; its cipher binds that.
struct EntryPlace {
  Audience audience = Audience::vendor;
  const Digest& log_id;
  std::uint64_t index = 0;
};
/// The entry as stored. `ephemeral` is written for the reviewer's entries alone. Error: io.
[[nodiscard]] Result<Bytes> seal_entry(const SecretKey& entry_key, const EntryPlace& place, ByteView plain,
                                       const PublicKey& ephemeral = {});
/// Errors: wrong_key (commitment or tag), io.
[[nodiscard]] Result<seal::SecretBytes> open_entry(const SecretKey& entry_key, const EntryPlace& place,
                                                   const SealedEntry& entry);

}  // namespace spoor::seal_log
