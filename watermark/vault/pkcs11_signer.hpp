// The issuing key in a PKCS#11 token: an Ed25519 key that never leaves it (CKM_EDDSA, PKCS#11 v3.0). Which
// token and key is said by a URI (RFC 7512); the module is the URI's module-path or one that p11-kit is
// configured with.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "watermark/seal/secret.hpp"
#include "watermark/seal/signing.hpp"

namespace spoor::vault {

/// Asked once, where the token wants a PIN.
using PinSource = std::function<seal::Result<seal::SecretString>()>;

/// Error usage: a PIN is wanted and nobody gives one.
[[nodiscard]] seal::Result<seal::SecretString> no_pin();

/// Opens the token and looks the key up. One thread at a time may sign. Errors: usage (no such URI, a PIN in
/// it, several keys that it fits), not_found (no such module, token or key), wrong_key (PIN), io (the token
/// failed).
[[nodiscard]] seal::Result<std::unique_ptr<seal_write::Signer>> open_token_signer(const std::string& uri,
                                                                                  const PinSource& pin);

}  // namespace spoor::vault
