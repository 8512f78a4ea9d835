// What the commands of `spoor log` share. They work without a network and, but for reading records, without
// a vault.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "watermark/seal/log_proof.hpp"
#include "watermark/vault/cli.hpp"

namespace spoor::vault {

/// The log, and what it is compared with.
struct LogOptions {
  std::string log;
  std::string room;                ///< room.pub, or 64 hex digits of its signing key
  std::vector<std::string> heads;  ///< files that hold a head: notes and receipts

  void add_to(CLI::App& command);
  /// The heads, their signatures checked: under the room's key where it is given, else under the log's own.
  /// Error: also wrong_key, where the room given is not the log's.
  [[nodiscard]] seal::Result<std::vector<seal_log::Head>> kept_heads(const seal_log::LogHeader& header) const;
};

/// Whose key reads: the vault's or the reviewer's.
struct LogKeyOptions {
  std::string vault;
  std::string vault_passphrase_file;
  std::string registry;
  std::string reviewer_key;
  std::string reviewer_passphrase_file;

  void add_to(CLI::App& command);
  /// Errors: usage (neither or both), those of opening.
  [[nodiscard]] seal::Result<void> load(seal::SecretKey& log_private, seal::SecretKey& reviewer_private,
                                        seal_log::ReadingKeys& keys) const;
};

/// Where the passphrase of the reviewer's key comes from.
[[nodiscard]] seal::PassphraseSource reviewer_passphrase(const std::string& file, bool is_new);

/// Whose log it must be.
struct LogRoom {
  seal_log::PublicKey key{};           ///< Ed25519
  std::optional<seal_log::Digest> id;  ///< of a room.pub; its digits alone do not tell it
};
/// From a room.pub, from the directory that holds one, or from the key's digits. Errors: usage, io, damaged,
/// unsupported, bad_signature.
[[nodiscard]] seal::Result<LogRoom> log_room_of(const std::string& room);
/// A head out of a note or a receipt. Errors: io, damaged, wrong_key, bad_signature.
[[nodiscard]] seal::Result<seal_log::SignedHead> read_head(const std::string& path,
                                                           const seal_log::PublicKey& room_key);
/// The header alone. Errors: io, damaged, unsupported, bad_signature.
[[nodiscard]] seal::Result<seal_log::LogHeader> read_log_header(const std::string& path);

/// A record as a person and as a program reads it.
[[nodiscard]] std::string describe_entry(const seal_log::OpenedEntry& entry);
[[nodiscard]] nlohmann::json entry_json(const seal_log::OpenedEntry& entry);
/// Lines of a file as a log names it (seal::recorded_path): "PATH:1-40", "PATH:1-40 of release 2.0".
[[nodiscard]] std::string place_words(std::string_view recorded, std::uint64_t first, std::uint64_t last);
/// Its fields: path, and release: null where the archive has but one.
void put_place(nlohmann::json& out, std::string_view recorded);
[[nodiscard]] std::string utc_ms_text(std::int64_t unix_ms);

void add_log(CLI::App& app, Run& chosen);

void add_log_verify(CLI::App& log, Run& chosen);
void add_log_show(CLI::App& log, Run& chosen);
void add_log_prove(CLI::App& log, Run& chosen);
void add_log_receipt(CLI::App& log, Run& chosen);
void add_log_key(CLI::App& log, Run& chosen);
void add_log_notes(CLI::App& log, Run& chosen);

}  // namespace spoor::vault
