#include "tests/vectors/envelope_forge.hpp"

#include "tests/vectors/bytes.hpp"

namespace spoor::vectors {

seal::SecretKey file_key() {
  return seal_test::key_of(0x11);
}

RawLock passphrase_lock(const std::string& passphrase, std::uint8_t salt_filler,
                        const seal::ScryptCost& cost) {
  seal::PassphraseLockBody lock;
  lock.cost = cost;
  lock.salt.fill(salt_filler);
  lock.nonce.fill(2);
  if (seal::cost_is_bounded(cost)) {
    const auto wrapping = seal::stretch(passphrase, lock.salt, cost).value();
    must(seal::gcm_seal(wrapping, lock.nonce, lock.bound(), file_key(), lock.sealed_key));
  }
  return {1, lock.encode()};
}

seal::Bytes forge_envelope(seal::ByteView body, const seal::EnvelopeKind& kind,
                           const std::vector<RawLock>& locks, int count) {
  seal::WireWriter out;
  out.bytes(seal::as_bytes(kind.magic));
  out.integer(kind.version);
  out.integer(std::uint16_t{0});
  out.bytes(seal_test::vendor().public_key());
  out.integer(static_cast<std::uint8_t>(count < 0 ? static_cast<int>(locks.size()) : count));
  for (const RawLock& lock : locks) {
    out.integer(lock.kind);
    out.integer(static_cast<std::uint16_t>(lock.body.size()));
    out.bytes(lock.body);
  }
  out.integer(std::uint64_t{body.size() + seal::kTagBytes});
  const auto key = seal::derive_key(file_key(), {}, seal::envelope_body_purpose(kind)).value();
  seal::Bytes sealed(body.size() + seal::kTagBytes);
  must(seal::gcm_seal(key, seal::Nonce{}, out.view(), body, sealed));
  out.bytes(sealed);
  seal::Bytes file = out.take();
  file.resize(file.size() + seal::kTrailerBytes);
  return seal_test::signed_again(std::move(file), kind, seal_test::vendor());
}

seal::Bytes forge_envelope(seal::ByteView body, const seal::EnvelopeKind& kind) {
  return forge_envelope(body, kind, {passphrase_lock()});
}

}  // namespace spoor::vectors
