// The vault's signer: the issuing key out of its key file, or in the token that the key file names.
#pragma once

#include <memory>

#include "watermark/vault/keys.hpp"
#include "watermark/vault/pkcs11_signer.hpp"

namespace spoor::vault {

/// Errors: as open_token_signer; wrong_key, where the token holds another key than the vault's.
[[nodiscard]] seal::Result<std::unique_ptr<seal_write::Signer>> open_issuer(const VaultKeys& keys,
                                                                            const PinSource& pin);

/// A new vault's: its key is drawn or, where token_uri is not empty, found in a token; notes it in keys.
/// Errors: as open_token_signer; io.
[[nodiscard]] seal::Result<std::unique_ptr<seal_write::Signer>> new_issuer(VaultKeys& keys,
                                                                           const std::string& token_uri,
                                                                           const PinSource& pin,
                                                                           seal_write::RandomSource& random);

}  // namespace spoor::vault
