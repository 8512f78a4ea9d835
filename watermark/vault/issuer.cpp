#include "watermark/vault/issuer.hpp"

namespace spoor::vault {

using seal::Result;
using SignerOwner = std::unique_ptr<seal_write::Signer>;

Result<SignerOwner> open_issuer(const VaultKeys& keys, const PinSource& pin) {
  if (keys.issuing_seed) {
    const auto issuer = seal_write::IssuingKey::from_seed(*keys.issuing_seed);
    if (!issuer) return tl::make_unexpected(issuer.error());
    return std::make_unique<seal_write::IssuingKey>(*issuer);
  }
  auto signer = open_token_signer(keys.token_uri, pin);
  if (signer && (*signer)->public_key() != keys.issuing_public) {
    return seal::fail(seal::SealErrorCode::wrong_key,
                      "The token holds another issuing key than this vault's; put in the vault's own token.");
  }
  return signer;
}

Result<SignerOwner> new_issuer(VaultKeys& keys, const std::string& token_uri, const PinSource& pin,
                               seal_write::RandomSource& random) {
  if (token_uri.empty()) {
    if (auto drawn = draw_issuing_key(keys, random); !drawn) return tl::make_unexpected(drawn.error());
    return open_issuer(keys, pin);
  }
  auto signer = open_token_signer(token_uri, pin);
  if (!signer) return signer;
  keys.issuing_seed.reset();
  keys.token_uri = token_uri;
  keys.issuing_public = (*signer)->public_key();
  return signer;
}

}  // namespace spoor::vault
