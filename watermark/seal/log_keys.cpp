#include "watermark/seal/log_keys.hpp"

#include <algorithm>

namespace spoor::seal_log {
namespace {

using seal::WireWriter;

Bytes index_salt(std::uint64_t index) {
  WireWriter out;
  out.integer(index);
  return out.take();
}

Bytes bound_of_entry(const EntryPlace& place) {
  WireWriter out;
  out.integer(static_cast<std::uint8_t>(place.audience));
  out.bytes(place.log_id);
  out.integer(place.index);
  return out.take();
}

Result<SecretKey> open_sealed_key(const SecretKey& key, ByteView bound, ByteView sealed) {
  SecretKey out{};
  const auto opened = seal::gcm_open(key, seal::Nonce{}, bound, sealed, out);
  if (!opened) return tl::make_unexpected(opened.error());
  return out;
}

struct CipherKeys {
  SecretKey cipher;
  SecretKey commitment;  ///< public, once it is stored
};
Result<CipherKeys> cipher_keys(const SecretKey& entry_key) {
  auto cipher = seal::derive_key(entry_key, {}, "spoor log cipher");
  if (!cipher) return tl::make_unexpected(cipher.error());
  auto commitment = seal::derive_key(entry_key, {}, "spoor log commit");
  if (!commitment) return tl::make_unexpected(commitment.error());
  return CipherKeys{*cipher, *commitment};
}

}  // namespace

Result<SecretKey> shared_key(const Between& keys, std::string_view purpose) {
  const auto secret = seal::agree(keys.own, keys.other);
  if (!secret) return tl::make_unexpected(secret.error());
  Bytes salt(keys.ephemeral.begin(), keys.ephemeral.end());
  salt.insert(salt.end(), keys.lasting.begin(), keys.lasting.end());
  return seal::derive_key(*secret, salt, purpose);
}

Result<SecretKey> open_carry(const LogHeader& header, const SecretKey& log_private) {
  const auto key =
      shared_key({log_private, header.ephemeral, header.ephemeral, header.log_key}, kCarryPurpose);
  if (!key) return key;
  return open_sealed_key(*key, encode_for_carry(header), header.sealed_carry);
}

Result<SecretKey> open_chain(const RunEntry& run, const Digest& log_id, const PublicKey& log_key,
                             const SecretKey& log_private) {
  const auto key = shared_key({log_private, run.ephemeral, run.ephemeral, log_key}, kRunPurpose);
  if (!key) return key;
  return open_sealed_key(*key, bound_of_chain(run, log_id), run.sealed_chain);
}

Bytes bound_of_chain(const RunEntry& run, const Digest& log_id) {
  Bytes out(log_id.begin(), log_id.end());
  const Bytes entry = encode_for_chain(run);
  out.insert(out.end(), entry.begin(), entry.end());
  return out;
}

Result<SecretKey> next_carry(const SecretKey& carry) {
  return seal::derive_key(carry, {}, "spoor log next carry");
}

Result<Digest> link_of(const RunEntry& run, const SecretKey& carry, const Digest& chain_before) {
  return hmac_sha256(carry, {chain_before, encode_for_link(run)});
}

Result<GroupKeys> group_keys(const SecretKey& chain) {
  const auto entries = seal::derive_key(chain, {}, "spoor log group");
  if (!entries) return tl::make_unexpected(entries.error());
  const auto mac = seal::derive_key(chain, {}, "spoor log mac");
  if (!mac) return tl::make_unexpected(mac.error());
  const auto next = seal::derive_key(chain, {}, "spoor log next");
  if (!next) return tl::make_unexpected(next.error());
  return GroupKeys{*entries, *mac, *next};
}

Result<SecretKey> vendor_entry_key(const SecretKey& group_entries, std::uint64_t index) {
  return seal::derive_key(group_entries, index_salt(index), "spoor log entry");
}

Result<SecretKey> room_entry_key(const SecretKey& update_key, const Digest& log_id, std::uint64_t index) {
  Bytes salt(log_id.begin(), log_id.end());
  const Bytes number = index_salt(index);
  salt.insert(salt.end(), number.begin(), number.end());
  return seal::derive_key(update_key, salt, "spoor log room");
}

Result<Bytes> seal_entry(const SecretKey& entry_key, const EntryPlace& place, ByteView plain,
                         const PublicKey& ephemeral) {
  const auto keys = cipher_keys(entry_key);
  if (!keys) return tl::make_unexpected(keys.error());
  Bytes out;
  out.push_back(static_cast<std::uint8_t>(place.audience));
  out.insert(out.end(), keys->commitment.begin(), keys->commitment.end());
  if (place.audience == Audience::reviewer) out.insert(out.end(), ephemeral.begin(), ephemeral.end());
  const std::size_t at = out.size();
  out.resize(at + plain.size() + seal::kTagBytes);
  const auto sealed =
      seal::gcm_seal(keys->cipher, seal::Nonce{}, bound_of_entry(place), plain, std::span(out).subspan(at));
  if (!sealed) return tl::make_unexpected(sealed.error());
  return out;
}

Result<seal::SecretBytes> open_entry(const SecretKey& entry_key, const EntryPlace& place,
                                     const SealedEntry& entry) {
  const auto keys = cipher_keys(entry_key);
  if (!keys) return tl::make_unexpected(keys.error());
  if (!std::equal(entry.commitment.begin(), entry.commitment.end(), keys->commitment.begin()))
    return seal::fail(SealErrorCode::wrong_key, "");
  seal::SecretBytes out(entry.sealed.size() - seal::kTagBytes);
  const auto opened =
      seal::gcm_open(keys->cipher, seal::Nonce{}, bound_of_entry(place), entry.sealed, out.span());
  if (!opened) return tl::make_unexpected(opened.error());
  return out;
}

}  // namespace spoor::seal_log
