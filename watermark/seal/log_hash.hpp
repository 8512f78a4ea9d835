// SHA-256 and HMAC-SHA-256 (RFC 2104) over parts, many times over: a log of ten million entries takes some
// thirty million digests, so the context is made once.
#pragma once

#include <initializer_list>
#include <memory>

#include "watermark/seal/crypto.hpp"

namespace spoor::seal_log {

using seal::Bytes;
using seal::ByteView;
using seal::Digest;
using seal::Result;
using seal::SealErrorCode;
using seal::SecretKey;
using seal::Signature;

using PublicKey = std::array<std::uint8_t, 32>;  ///< Ed25519's or X25519's

class Hasher {
 public:
  Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();

  /// Of the parts, one behind the other. Once OpenSSL has failed, failed() says so for good.
  [[nodiscard]] Digest digest(std::initializer_list<ByteView> parts);
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  struct Context;
  std::unique_ptr<Context> context_;
  bool failed_ = false;
};

/// Error: io, when OpenSSL fails.
[[nodiscard]] Result<Digest> hmac_sha256(const SecretKey& key, std::initializer_list<ByteView> parts);

/// Equal, without telling by the time where they differ.
[[nodiscard]] bool equal_in_constant_time(const Digest& one, const Digest& other) noexcept;

}  // namespace spoor::seal_log
