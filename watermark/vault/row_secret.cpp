#include "watermark/vault/row_secret.hpp"

namespace spoor::vault {

using seal::Bytes;
using seal::ByteView;
using seal::Result;
using seal::WireWriter;

Result<Bytes> seal_row_secret(ByteView secret, ByteView row, const seal::SecretKey& registry_key,
                              seal_write::RandomSource& random) {
  seal::Nonce nonce{};
  if (auto filled = random.fill(nonce); !filled) return tl::make_unexpected(filled.error());
  Bytes out(nonce.begin(), nonce.end());
  out.resize(nonce.size() + secret.size() + seal::kTagBytes);
  const auto sealed =
      seal::gcm_seal(registry_key, nonce, row, secret, std::span<std::uint8_t>(out).subspan(nonce.size()));
  if (!sealed) return tl::make_unexpected(sealed.error());
  return out;
}

Result<void> open_row_secret(ByteView sealed, ByteView row, const seal::SecretKey& registry_key,
                             std::span<std::uint8_t> out) {
  seal::Nonce nonce{};
  const bool long_enough = sealed.size() == nonce.size() + out.size() + seal::kTagBytes;
  if (long_enough) std::copy_n(sealed.begin(), nonce.size(), nonce.begin());
  if (!long_enough || !seal::gcm_open(registry_key, nonce, row, sealed.subspan(nonce.size()), out)) {
    return seal::fail(seal::SealErrorCode::damaged,
                      "An entry of the registry was altered; restore the registry from a backup.");
  }
  return {};
}

Bytes bound_row(const ArchiveRow& row) {
  WireWriter out;
  out.text("archive");
  out.bytes(row.id);
  out.text(row.release);
  out.integer(row.created_unix_s);
  return out.take();
}

Bytes bound_row(const SessionRow& row) {
  WireWriter out;
  out.text("session");
  out.text(row.id);
  out.text(row.reviewer);
  out.text(row.organisation);
  out.bytes(row.archive_id);
  out.integer(row.issued_unix_s);
  out.integer(row.start_unix_s);
  out.integer(row.expires_unix_s);
  if (row.mark_generation != 0) out.integer(row.mark_generation);  // rows of the first key stay as they were
  return out.take();
}

Bytes bound_state(const SessionRow& row) {
  WireWriter out;
  out.text("session state");
  out.bytes(bound_row(row));
  out.bytes(row.room_id);
  out.integer(row.update_number);
  out.integer(row.current_expires_unix_s);
  out.integer(std::uint64_t{row.policy.size()});
  out.bytes(row.policy);
  return out.take();
}

Result<Bytes> seal_token(std::uint64_t token, const SessionRow& row, const seal::SecretKey& registry_key,
                         seal_write::RandomSource& random) {
  WireWriter secret;
  secret.integer(token);
  return seal_row_secret(secret.view(), bound_row(row), registry_key, random);
}

Result<std::uint64_t> open_token(ByteView sealed, const SessionRow& row,
                                 const seal::SecretKey& registry_key) {
  seal::SecretArray<8> secret{};
  const auto opened = open_row_secret(sealed, bound_row(row), registry_key, secret);
  if (!opened) return tl::make_unexpected(opened.error());
  return seal::WireReader(secret).integer<std::uint64_t>();
}

Result<seal::SecretKey> token_fingerprint(std::uint64_t token, const seal::SecretKey& registry_key) {
  WireWriter salt;
  salt.integer(token);
  return seal::derive_key(registry_key, salt.view(), "spoor token fingerprint");
}

}  // namespace spoor::vault
