// Keys of the vault that others have followed: what old leaks and old archives need.
#include <fmt/format.h>

#include "watermark/vault/registry.hpp"
#include "watermark/vault/row_secret.hpp"

namespace spoor::vault {

using seal::Result;

namespace {

std::string name_of(Registry::FormerKind kind, std::size_t number) {
  return fmt::format("former {} {}", kind == Registry::FormerKind::mark_key ? "mark key" : "issuing key",
                     number);
}

}  // namespace

Result<std::vector<seal::SecretKey>> Registry::former_keys(FormerKind kind,
                                                           const seal::SecretKey& registry_key) {
  std::vector<seal::SecretKey> out;
  while (true) {
    const std::string name = name_of(kind, out.size());
    const auto sealed = fact(name);
    if (!sealed) return tl::make_unexpected(sealed.error());
    if (!*sealed) return out;
    const auto opened = open_row_secret(**sealed, seal::as_bytes(name), registry_key, out.emplace_back());
    if (!opened) return tl::make_unexpected(opened.error());
  }
}

Result<void> Registry::put_former_key(FormerKind kind, std::size_t number, const seal::SecretKey& key,
                                      const seal::SecretKey& registry_key, seal_write::RandomSource& random) {
  const std::string name = name_of(kind, number);
  const auto sealed = seal_row_secret(key, seal::as_bytes(name), registry_key, random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return set_fact(name, *sealed);
}

Result<void> Registry::add_former_key(FormerKind kind, const seal::SecretKey& key,
                                      const seal::SecretKey& registry_key, seal_write::RandomSource& random) {
  const auto before = former_keys(kind, registry_key);
  if (!before) return tl::make_unexpected(before.error());
  return put_former_key(kind, before->size(), key, registry_key, random);
}

Result<void> Registry::reseal_former_keys(const seal::SecretKey& from, const seal::SecretKey& to,
                                          seal_write::RandomSource& random) {
  for (const FormerKind kind : {FormerKind::mark_key, FormerKind::issuing_key}) {
    const auto keys = former_keys(kind, from);
    if (!keys) return tl::make_unexpected(keys.error());
    for (std::size_t number = 0; number < keys->size(); ++number) {
      if (auto put = put_former_key(kind, number, (*keys)[number], to, random); !put) return put;
    }
  }
  return {};
}

}  // namespace spoor::vault
