#include "watermark/vault/session_lock.hpp"

#include <fmt/format.h>

#include "watermark/vault/policy_toml.hpp"

namespace spoor::vault {
namespace {

using seal::Result;

template <typename Made>
Result<std::unique_ptr<const seal_write::Lock>> kept(Result<Made> lock) {
  if (!lock) return tl::make_unexpected(lock.error());
  return std::unique_ptr<const seal_write::Lock>(std::make_unique<Made>(std::move(*lock)));
}

seal::PassphraseSource source_of(const SessionLockOptions& options, std::size_t person, std::size_t persons) {
  seal::PassphraseSource out;
  out.file_option = "--session-passphrase-file";
  out.environment = "SPOOR_SESSION_PASSPHRASE";
  out.prompt = persons == 1 ? "New session passphrase"
                            : fmt::format("New session passphrase of person {} of {}", person + 1, persons);
  out.is_new = true;
  if (!options.passphrase_files.empty()) out.file = options.passphrase_files[person];
  return out;
}

Result<std::vector<seal::SecretString>> passphrases_of(const SessionLockOptions& options,
                                                       std::size_t persons) {
  const std::size_t given = options.passphrase_files.size();
  if (given != 0 && given != persons) {
    return seal::fail(seal::SealErrorCode::usage,
                      fmt::format("The policy's unlock has {} persons, and {} --session-passphrase-file were "
                                  "given; give one for each, or none to be asked.",
                                  persons, given));
  }
  std::vector<seal::SecretString> out;
  for (std::size_t person = 0; person < persons; ++person) {
    auto passphrase = seal::read_passphrase(source_of(options, person, persons));
    if (!passphrase) return tl::make_unexpected(passphrase.error());
    out.push_back(std::move(*passphrase));
  }
  return out;
}

}  // namespace

void SessionLockOptions::add_to(CLI::App& command) {
  command
      .add_option(
          "--session-passphrase-file", passphrase_files,
          "File with the passphrase that the session will open with (else SPOOR_SESSION_PASSPHRASE, else "
          "a prompt); one for each person where the policy's unlock has several")
      ->allow_extra_args(false)
      ->type_name("FILE");
  command.add_option("--room", room, "The room.pub of the only room that the session opens in")
      ->type_name("room.pub");
  command.add_option("--policy", policy, "What the session allows, as TOML")->type_name("policy.toml");
}

Result<SessionTerms> session_terms(const SessionLockOptions& options, const Context& context) {
  SessionTerms out;
  if (!options.room.empty()) {
    auto room = seal::open_room_public(options.room);
    if (!room) return tl::make_unexpected(room.error());
    out.room = std::move(*room);
  }
  out.policy.allow_shot = !out.room;
  if (!options.policy.empty()) {
    auto policy = read_policy(options.policy, out.policy);
    if (!policy) return tl::make_unexpected(policy.error());
    out.policy = std::move(*policy);
  }
  const auto passphrases = passphrases_of(options, out.policy.unlock_m);
  if (!passphrases) return tl::make_unexpected(passphrases.error());
  std::vector<const std::string*> texts;
  for (const seal::SecretString& passphrase : *passphrases) texts.push_back(&passphrase.text());
  auto lock = texts.size() > 1 ? kept(seal_write::QuorumLock::create(out.policy.unlock_n, texts, out.room,
                                                                     kPassphraseCost, context.random))
              : out.room
                  ? kept(seal_write::RoomLock::create(*texts[0], *out.room, kPassphraseCost, context.random))
                  : kept(seal_write::PassphraseLock::create(*texts[0], kPassphraseCost, context.random));
  if (!lock) return tl::make_unexpected(lock.error());
  out.lock = std::move(*lock);
  return out;
}

}  // namespace spoor::vault
