// Escrows of a vault's keys.
#include "tests/fuzz/seeds.hpp"
#include "tests/unit/seal/fixtures.hpp"
#include "watermark/vault/keys.hpp"

namespace spoor::fuzz {

using namespace seal_test;

void write_escrow_seeds(const std::filesystem::path& corpus) {
  SeededRandom random(1);
  const auto lock =
      seal_write::QuorumLock::create(2, {&kPassphrase, &kSecondPassphrase}, std::nullopt, kCheapCost, random)
          .value();
  seal::LockKeys trustees;
  trustees.passphrases = {&kPassphrase, &kSecondPassphrase};
  const auto body_of = [&](const seal::Bytes& file) {
    return std::move(seal::open_envelope(file, "seed", vault::kEscrowKind, trustees).value().body);
  };
  vault::VaultKeys keys;
  keys.vendor = "acme";
  keys.issuing_public = vendor().public_key();
  keys.token_uri = "pkcs11:token=vendor";
  keys.mark_key = key_of(5);
  const auto in_token = vault::seal_escrow(keys, lock, vendor(), random).value();
  put(corpus / "fuzz_escrow/body-token", body_of(in_token).view());
  keys.issuing_seed = key_of(7);  // of vendor()
  const auto whole = vault::seal_escrow(keys, lock, vendor(), random).value();
  put(corpus / "fuzz_escrow/whole", whole);
  put(corpus / "fuzz_escrow/body", body_of(whole).view());
}

}  // namespace spoor::fuzz
