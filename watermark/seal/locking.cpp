#include "watermark/seal/locking.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "watermark/seal/policy.hpp"
#include "watermark/seal/shamir.hpp"

namespace spoor::seal_write {

using seal::Bytes;
using seal::fail;
using seal::Result;
using seal::SealErrorCode;

namespace {

struct Stretched {
  seal::Stretching stretching;
  std::vector<seal::SecretKey> keys;  ///< one a passphrase, under the same salt
};

Result<Stretched> stretch_all(const std::vector<const std::string*>& passphrases,
                              const seal::ScryptCost& cost, RandomSource& random) {
  if (!seal::cost_is_bounded(cost)) return fail(SealErrorCode::usage, "The cost of scrypt is out of bounds.");
  Stretched out{{cost, {}}, {}};
  if (auto filled = random.fill(out.stretching.salt); !filled) return tl::make_unexpected(filled.error());
  for (const std::string* passphrase : passphrases) {
    if (passphrase->empty()) return fail(SealErrorCode::usage, "The passphrase is empty; give one.");
    const auto key = seal::stretch(*passphrase, out.stretching.salt, cost);
    if (!key) return tl::make_unexpected(key.error());
    out.keys.push_back(*key);
  }
  return out;
}

/// Seals 32 bytes under a nonce of their own.
Result<void> seal_key(const seal::SecretKey& wrapping, seal::ByteView bound, const seal::SecretKey& key,
                      seal::Nonce& nonce, seal::SealedKey& out, RandomSource& random) {
  if (auto filled = random.fill(nonce); !filled) return filled;
  return seal::gcm_seal(wrapping, nonce, bound, key, out);
}

/// A new X25519 pair: its public half goes out, what it shares with the room is returned.
Result<seal::SecretKey> share_with(const seal::RoomPublic& room, seal::AgreementPublicKey& ephemeral,
                                   RandomSource& random) {
  seal::SecretKey own{};
  if (auto filled = random.fill(own); !filled) return tl::make_unexpected(filled.error());
  const auto half = seal::agreement_public_key(own);
  if (!half) return tl::make_unexpected(half.error());
  ephemeral = *half;
  return seal::agree(own, room.agreement_key);
}

}  // namespace

Result<PassphraseLock> PassphraseLock::create(const std::string& passphrase, const seal::ScryptCost& cost,
                                              RandomSource& random) {
  const auto stretched = stretch_all({&passphrase}, cost, random);
  if (!stretched) return tl::make_unexpected(stretched.error());
  PassphraseLock out;
  out.body_.cost = cost;
  out.body_.salt = stretched->stretching.salt;
  out.wrapping_ = stretched->keys.front();
  return out;
}

Result<Bytes> PassphraseLock::wrap(const seal::SecretKey& file_key, RandomSource& random) const {
  seal::PassphraseLockBody body = body_;
  const auto sealed = seal_key(wrapping_, body.bound(), file_key, body.nonce, body.sealed_key, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return body.encode();
}

Result<RoomLock> RoomLock::create(const std::string& passphrase, const seal::RoomPublic& room,
                                  const seal::ScryptCost& cost, RandomSource& random) {
  const auto stretched = stretch_all({&passphrase}, cost, random);
  if (!stretched) return tl::make_unexpected(stretched.error());
  RoomLock out;
  out.stretching_ = stretched->stretching;
  out.stretched_ = stretched->keys.front();
  out.room_ = room;
  return out;
}

Result<Bytes> RoomLock::wrap(const seal::SecretKey& file_key, RandomSource& random) const {
  seal::RoomLockBody body;
  body.stretching = stretching_;
  body.room = room_.id;
  const auto shared = share_with(room_, body.ephemeral, random);
  if (!shared) return tl::make_unexpected(shared.error());
  const auto wrapping = seal::room_wrapping_key(*shared, stretched_, body);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  const auto sealed = seal_key(*wrapping, body.bound(), file_key, body.nonce, body.sealed_key, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return body.encode();
}

Result<QuorumLock> QuorumLock::create(std::uint8_t n, const std::vector<const std::string*>& passphrases,
                                      const std::optional<seal::RoomPublic>& room,
                                      const seal::ScryptCost& cost, RandomSource& random) {
  const std::size_t m = passphrases.size();
  if (m < 2 || m > seal::kMaxUnlockers || n < 1 || n > m) {
    return fail(
        SealErrorCode::usage,
        fmt::format("An unlock by {} of {} persons cannot be: give 2 to {} passphrases, and at least as "
                    "many as are asked for.",
                    n, m, seal::kMaxUnlockers));
  }
  for (std::size_t i = 0; i < m; ++i) {
    const auto same = [&](const std::string* other) { return *other == *passphrases[i]; };
    if (std::any_of(passphrases.begin(), passphrases.begin() + static_cast<std::ptrdiff_t>(i), same))
      return fail(SealErrorCode::usage, "Two persons have the same passphrase; each needs one of his own.");
  }
  const auto stretched = stretch_all(passphrases, cost, random);
  if (!stretched) return tl::make_unexpected(stretched.error());
  QuorumLock out;
  out.n_ = n;
  out.stretching_ = stretched->stretching;
  out.room_ = room;
  for (const seal::SecretKey& key : stretched->keys) {
    const auto share_key = seal::quorum_share_key(key);
    if (!share_key) return tl::make_unexpected(share_key.error());
    out.share_keys_.push_back(*share_key);
  }
  return out;
}

Result<Bytes> QuorumLock::wrap(const seal::SecretKey& file_key, RandomSource& random) const {
  seal::QuorumLockBody body;
  body.n = n_;
  body.m = static_cast<std::uint8_t>(share_keys_.size());
  body.stretching = stretching_;
  std::optional<seal::SecretKey> shared;
  if (room_) {
    body.room = room_->id;
    const auto agreed = share_with(*room_, body.ephemeral, random);
    if (!agreed) return tl::make_unexpected(agreed.error());
    shared = *agreed;
  }
  seal::SecretKey secret{};
  std::vector<seal::SecretKey> coefficients(n_ - 1U);
  if (auto filled = random.fill(secret); !filled) return tl::make_unexpected(filled.error());
  for (seal::SecretKey& key : coefficients)
    if (auto filled = random.fill(key); !filled) return tl::make_unexpected(filled.error());
  body.shares.resize(share_keys_.size());
  for (std::size_t i = 0; i < share_keys_.size(); ++i) {
    const seal::Share share = seal::share_at(secret, coefficients, static_cast<std::uint8_t>(i + 1));
    const auto sealed = seal_key(share_keys_[i], body.share_bound(i), share.y, body.shares[i].nonce,
                                 body.shares[i].sealed, random);
    if (!sealed) return tl::make_unexpected(sealed.error());
  }
  const auto wrapping = seal::quorum_wrapping_key(shared ? &*shared : nullptr, secret, body);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  const auto sealed = seal_key(*wrapping, body.bound(), file_key, body.nonce, body.sealed_key, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return body.encode();
}

Result<Bytes> UpdateLock::wrap(const seal::SecretKey& file_key, RandomSource& random) const {
  const auto wrapping = seal::update_wrapping_key(update_key_);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  seal::UpdateLockBody body;
  body.session = session_;
  const auto sealed = seal_key(*wrapping, body.session, file_key, body.nonce, body.sealed_key, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return body.encode();
}

}  // namespace spoor::seal_write
