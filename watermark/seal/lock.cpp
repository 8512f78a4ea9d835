#include "watermark/seal/lock.hpp"

#include <algorithm>

#include "watermark/seal/policy.hpp"
#include "watermark/seal/shamir.hpp"

namespace spoor::seal {
namespace {

void write(WireWriter& out, const ScryptCost& cost, const Salt& salt) {
  out.integer(cost.log2_n);
  out.integer(cost.r);
  out.integer(cost.p);
  out.bytes(salt);
}

bool read(WireReader& reader, ScryptCost& cost, Salt& salt) {
  cost = {reader.integer<std::uint8_t>(), reader.integer<std::uint8_t>(), reader.integer<std::uint8_t>()};
  reader.into(salt);
  return cost_is_bounded(cost);
}

template <std::size_t N>
bool is_zero(const std::array<std::uint8_t, N>& bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// A secret that two parts make together, neither of which does without the other.
Result<SecretKey> join(const SecretKey& one, const SecretKey& other, ByteView salt,
                       std::string_view purpose) {
  SecretArray<64> both{};
  std::copy(one.begin(), one.end(), both.begin());
  std::copy(other.begin(), other.end(), both.begin() + 32);
  return derive_key(both, salt, purpose);
}

Bytes place_of(const RoomId& room, const AgreementPublicKey& ephemeral) {
  Bytes out(room.begin(), room.end());
  out.insert(out.end(), ephemeral.begin(), ephemeral.end());
  return out;
}

using Opened = Result<std::optional<SecretKey>>;

/// The key behind a seal; none where the wrapping key is another.
Opened unwrap(const SecretKey& wrapping, const Nonce& nonce, ByteView bound, ByteView sealed) {
  SecretKey key{};
  const auto opened = gcm_open(wrapping, nonce, bound, sealed, key);
  if (!opened && opened.error().code != SealErrorCode::wrong_key) return tl::make_unexpected(opened.error());
  return opened ? std::optional(key) : std::nullopt;
}

Opened open(const PassphraseLockBody& lock, const LockKeys& keys) {
  for (const std::string* passphrase : keys.passphrases) {
    const auto wrapping = stretch(*passphrase, lock.salt, lock.cost);
    if (!wrapping) return tl::make_unexpected(wrapping.error());
    auto key = unwrap(*wrapping, lock.nonce, lock.bound(), lock.sealed_key);
    if (!key || *key) return key;
  }
  return std::nullopt;
}

/// What the room and the vendor share; none where the room is another, or the vendor's key no key.
Opened share_with_room(const RoomId& room, const AgreementPublicKey& ephemeral, const LockKeys& keys) {
  if (keys.room == nullptr || keys.room->id != room) return std::nullopt;
  const auto shared = agree(keys.room->agreement_key, ephemeral);
  if (!shared && shared.error().code != SealErrorCode::wrong_key) return tl::make_unexpected(shared.error());
  return shared ? std::optional(*shared) : std::nullopt;
}

Opened open(const RoomLockBody& lock, const LockKeys& keys) {
  const auto shared = share_with_room(lock.room, lock.ephemeral, keys);
  if (!shared || !*shared) return shared;
  for (const std::string* passphrase : keys.passphrases) {
    const auto stretched = stretch(*passphrase, lock.stretching.salt, lock.stretching.cost);
    if (!stretched) return tl::make_unexpected(stretched.error());
    const auto wrapping = room_wrapping_key(**shared, *stretched, lock);
    if (!wrapping) return tl::make_unexpected(wrapping.error());
    auto key = unwrap(*wrapping, lock.nonce, lock.bound(), lock.sealed_key);
    if (!key || *key) return key;
  }
  return std::nullopt;
}

/// The share that a passphrase opens, of those that are not open yet. One passphrase opens one at most: it is
/// one person.
Result<std::optional<Share>> open_share(const QuorumLockBody& lock, const std::string& passphrase,
                                        const std::vector<Share>& have) {
  const auto stretched = stretch(passphrase, lock.stretching.salt, lock.stretching.cost);
  if (!stretched) return tl::make_unexpected(stretched.error());
  const auto key = quorum_share_key(*stretched);
  if (!key) return tl::make_unexpected(key.error());
  for (std::size_t i = 0; i < lock.shares.size(); ++i) {
    const auto x = static_cast<std::uint8_t>(i + 1);
    const auto open_already = [x](const Share& share) { return share.x == x; };
    if (std::any_of(have.begin(), have.end(), open_already)) continue;
    const auto y = unwrap(*key, lock.shares[i].nonce, lock.share_bound(i), lock.shares[i].sealed);
    if (!y) return tl::make_unexpected(y.error());
    if (*y) return Share{x, **y};
  }
  return std::nullopt;
}

Opened open(const QuorumLockBody& lock, const LockKeys& keys) {
  const bool bound = !is_zero(lock.room);
  const auto shared = bound ? share_with_room(lock.room, lock.ephemeral, keys) : Opened(std::nullopt);
  if (!shared || (bound && !*shared)) return shared;
  std::vector<Share> shares;
  for (const std::string* passphrase : keys.passphrases) {
    if (shares.size() == lock.n) break;
    const auto share = open_share(lock, *passphrase, shares);
    if (!share) return tl::make_unexpected(share.error());
    if (*share) shares.push_back(**share);
  }
  if (shares.size() < lock.n) return std::nullopt;
  const auto wrapping = quorum_wrapping_key(bound ? &**shared : nullptr, combine_shares(shares), lock);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  return unwrap(*wrapping, lock.nonce, lock.bound(), lock.sealed_key);
}

Opened open(const UpdateLockBody& lock, const LockKeys& keys) {
  if (keys.update_key == nullptr) return std::nullopt;
  const auto wrapping = update_wrapping_key(*keys.update_key);
  if (!wrapping) return tl::make_unexpected(wrapping.error());
  return unwrap(*wrapping, lock.nonce, lock.session, lock.sealed_key);
}

template <typename Body>
std::optional<LockBody> as_lock(std::optional<Body> body) {
  return body ? std::optional<LockBody>(std::move(*body)) : std::nullopt;
}

}  // namespace

Result<SecretKey> room_wrapping_key(const SecretKey& shared, const SecretKey& stretched,
                                    const RoomLockBody& lock) {
  return join(shared, stretched, place_of(lock.room, lock.ephemeral), "spoor room lock");
}

Result<SecretKey> quorum_share_key(const SecretKey& stretched) {
  return derive_key(stretched, {}, "spoor quorum share");
}

Result<SecretKey> quorum_wrapping_key(const SecretKey* shared, const SecretKey& secret,
                                      const QuorumLockBody& lock) {
  if (shared == nullptr) return derive_key(secret, {}, "spoor quorum lock");
  return join(*shared, secret, place_of(lock.room, lock.ephemeral), "spoor quorum lock in a room");
}

Result<SecretKey> update_wrapping_key(const SecretKey& update_key) {
  return derive_key(update_key, {}, "spoor update lock");
}

std::optional<LockBody> decode_lock(LockKind kind, ByteView body) {
  switch (kind) {
    case LockKind::passphrase:
      return as_lock(PassphraseLockBody::decode(body));
    case LockKind::room:
      return as_lock(RoomLockBody::decode(body));
    case LockKind::quorum:
      return as_lock(QuorumLockBody::decode(body));
    case LockKind::update:
      return as_lock(UpdateLockBody::decode(body));
  }
  return std::nullopt;
}

RoomId room_of(const LockBody& lock) {
  if (const auto* room = std::get_if<RoomLockBody>(&lock)) return room->room;
  if (const auto* quorum = std::get_if<QuorumLockBody>(&lock)) return quorum->room;
  return {};
}

Result<std::optional<SecretKey>> open_lock(const LockBody& lock, const LockKeys& keys) {
  return std::visit([&](const auto& body) { return open(body, keys); }, lock);
}

Bytes PassphraseLockBody::bound() const {
  WireWriter out;
  write(out, cost, salt);
  return out.take();
}

Bytes PassphraseLockBody::encode() const {
  WireWriter out;
  out.bytes(bound());
  out.bytes(nonce);
  out.bytes(sealed_key);
  return out.take();
}

std::optional<PassphraseLockBody> PassphraseLockBody::decode(ByteView body) {
  WireReader reader(body);
  PassphraseLockBody out;
  const bool bounded = read(reader, out.cost, out.salt);
  reader.into(out.nonce);
  reader.into(out.sealed_key);
  if (!reader.finished() || !bounded) return std::nullopt;
  return out;
}

Bytes RoomLockBody::bound() const {
  WireWriter out;
  write(out, stretching.cost, stretching.salt);
  out.bytes(room);
  out.bytes(ephemeral);
  return out.take();
}

Bytes RoomLockBody::encode() const {
  WireWriter out;
  out.bytes(bound());
  out.bytes(nonce);
  out.bytes(sealed_key);
  return out.take();
}

std::optional<RoomLockBody> RoomLockBody::decode(ByteView body) {
  WireReader reader(body);
  RoomLockBody out;
  const bool bounded = read(reader, out.stretching.cost, out.stretching.salt);
  reader.into(out.room);
  reader.into(out.ephemeral);
  reader.into(out.nonce);
  reader.into(out.sealed_key);
  if (!reader.finished() || !bounded || is_zero(out.room)) return std::nullopt;
  return out;
}

Bytes QuorumLockBody::start() const {
  WireWriter out;
  out.integer(n);
  out.integer(m);
  write(out, stretching.cost, stretching.salt);
  out.bytes(room);
  out.bytes(ephemeral);
  return out.take();
}

Bytes QuorumLockBody::share_bound(std::size_t index) const {
  Bytes out = start();
  out.push_back(static_cast<std::uint8_t>(index + 1));
  return out;
}

Bytes QuorumLockBody::bound() const {
  WireWriter out;
  out.bytes(start());
  for (const SealedShare& share : shares) {
    out.bytes(share.nonce);
    out.bytes(share.sealed);
  }
  return out.take();
}

Bytes QuorumLockBody::encode() const {
  WireWriter out;
  out.bytes(bound());
  out.bytes(nonce);
  out.bytes(sealed_key);
  return out.take();
}

std::optional<QuorumLockBody> QuorumLockBody::decode(ByteView body) {
  WireReader reader(body);
  QuorumLockBody out;
  out.n = reader.integer<std::uint8_t>();
  out.m = reader.integer<std::uint8_t>();
  if (out.n < 1 || out.n > out.m || out.m < 2 || out.m > kMaxUnlockers) return std::nullopt;
  const bool bounded = read(reader, out.stretching.cost, out.stretching.salt);
  reader.into(out.room);
  reader.into(out.ephemeral);
  out.shares.resize(out.m);
  for (SealedShare& share : out.shares) {
    reader.into(share.nonce);
    reader.into(share.sealed);
  }
  reader.into(out.nonce);
  reader.into(out.sealed_key);
  if (!reader.finished() || !bounded || is_zero(out.room) != is_zero(out.ephemeral)) return std::nullopt;
  return out;
}

Bytes UpdateLockBody::encode() const {
  WireWriter out;
  out.bytes(session);
  out.bytes(nonce);
  out.bytes(sealed_key);
  return out.take();
}

std::optional<UpdateLockBody> UpdateLockBody::decode(ByteView body) {
  WireReader reader(body);
  UpdateLockBody out;
  reader.into(out.session);
  reader.into(out.nonce);
  reader.into(out.sealed_key);
  if (!reader.finished()) return std::nullopt;
  return out;
}

}  // namespace spoor::seal
