// Making the locks of an envelope (seal/lock.hpp): the vendor's half.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "watermark/seal/lock.hpp"
#include "watermark/seal/random.hpp"
#include "watermark/seal/room_public.hpp"

namespace spoor::seal_write {

/// Puts one lock around a file key. Stretching is paid once, when a lock is made; it may then seal a whole
/// batch, each file under a file key, nonces and an ephemeral key of its own.
class Lock {
 public:
  Lock() = default;
  virtual ~Lock() = default;
  [[nodiscard]] virtual seal::LockKind kind() const = 0;
  [[nodiscard]] virtual seal::Result<seal::Bytes> wrap(const seal::SecretKey& file_key,
                                                       RandomSource& random) const = 0;

 protected:
  Lock(const Lock&) = default;
  Lock& operator=(const Lock&) = default;
};

/// A lock that a passphrase opens.
class PassphraseLock final : public Lock {
 public:
  /// Errors: usage (an empty passphrase, a cost out of bounds), io.
  static seal::Result<PassphraseLock> create(const std::string& passphrase, const seal::ScryptCost& cost,
                                             RandomSource& random);
  [[nodiscard]] seal::LockKind kind() const override { return seal::LockKind::passphrase; }
  [[nodiscard]] seal::Result<seal::Bytes> wrap(const seal::SecretKey& file_key,
                                               RandomSource& random) const override;

 private:
  seal::PassphraseLockBody body_;
  seal::SecretKey wrapping_{};
};

/// A lock that a passphrase opens together with one room's key.
class RoomLock final : public Lock {
 public:
  /// Errors: usage, as above; wrong_key (the room's key is none), io.
  static seal::Result<RoomLock> create(const std::string& passphrase, const seal::RoomPublic& room,
                                       const seal::ScryptCost& cost, RandomSource& random);
  [[nodiscard]] seal::LockKind kind() const override { return seal::LockKind::room; }
  [[nodiscard]] seal::Result<seal::Bytes> wrap(const seal::SecretKey& file_key,
                                               RandomSource& random) const override;

 private:
  seal::Stretching stretching_;
  seal::SecretKey stretched_{};
  seal::RoomPublic room_;
};

/// A lock that any n of the passphrases open, in a room where one is given.
class QuorumLock final : public Lock {
 public:
  /// Errors: usage (as above; fewer than 2 passphrases or more than 16, n of none or of more, two that are
  /// equal), io.
  static seal::Result<QuorumLock> create(std::uint8_t n, const std::vector<const std::string*>& passphrases,
                                         const std::optional<seal::RoomPublic>& room,
                                         const seal::ScryptCost& cost, RandomSource& random);
  [[nodiscard]] seal::LockKind kind() const override { return seal::LockKind::quorum; }
  [[nodiscard]] seal::Result<seal::Bytes> wrap(const seal::SecretKey& file_key,
                                               RandomSource& random) const override;

 private:
  std::uint8_t n_ = 0;
  seal::Stretching stretching_;
  std::vector<seal::SecretKey> share_keys_;  ///< one a person
  std::optional<seal::RoomPublic> room_;
};

/// The lock of a session's updates.
class UpdateLock final : public Lock {
 public:
  UpdateLock(const seal::SessionIdBytes& session, const seal::SecretKey& update_key)
      : session_(session), update_key_(update_key) {}
  [[nodiscard]] seal::LockKind kind() const override { return seal::LockKind::update; }
  [[nodiscard]] seal::Result<seal::Bytes> wrap(const seal::SecretKey& file_key,
                                               RandomSource& random) const override;

 private:
  seal::SessionIdBytes session_;
  seal::SecretKey update_key_;
};

}  // namespace spoor::seal_write
