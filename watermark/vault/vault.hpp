// The vendor's vault: a directory with the sealed keys (keys.spvk), the registry (vault.db) and the
// revocation list (revocations.sprl). Issues sessions, exports kits, packs archives.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "watermark/mark/coder.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/seal/pack.hpp"
#include "watermark/seal/sealing.hpp"
#include "watermark/seal/session.hpp"
#include "watermark/vault/issuer.hpp"
#include "watermark/vault/keys.hpp"
#include "watermark/vault/registry_place.hpp"

namespace spoor::vault {

inline constexpr const char* kKeysFileName = "keys.spvk";
/// A key file that is about to take the other's place: see Vault::open.
inline constexpr const char* kNextKeysFileName = "keys.spvk.next";

/// Cost of opening a vault or a session: about 0.1 s and 32 MiB. A session's is paid in front of the viewer's
/// first page, so it stays below what a person notices.
inline constexpr seal::ScryptCost kPassphraseCost{15, 8, 1};

struct IssueRequest {
  std::string reviewer{};
  std::string organisation{};
  seal::ArchiveId archive_id{};
  std::int64_t expires_unix_s = 0;
  seal::Policy policy{};
  seal::RoomId room{};  ///< the lock must be that room's; zeros: any room
};

struct Issued {
  SessionRow row;
  seal::Bytes file;  ///< the sealed session
};

/// How a vault is reached, beside its directory and passphrase.
struct VaultAccess {
  std::string registry_uri{};     ///< empty: where the vault itself says
  std::string issuing_key_uri{};  ///< init: the token with the issuing key; empty: one is drawn
  PinSource token_pin = no_pin;   ///< asked where the issuing key lies in a token that wants one
  bool issuing_key_lost = false;  ///< open without it: nothing can be signed but by a new one
};

/// What another issuing key is to be like.
struct NewIssuingKey {
  std::string token_uri{};  ///< the token that it is in; empty: it is drawn
  PinSource token_pin = no_pin;
  /// Sessions of the present key open until then; none: as long as the last of them that was issued.
  std::optional<std::int64_t> old_sessions_until_unix_s{};
};

/// What is asked to hold from now on.
struct UpdateRequest {
  std::string session_id{};
  seal::UpdateChange change = seal::UpdateChange::extend;
  std::int64_t expires_unix_s = 0;       ///< extend: later than now; narrow: 0 for as it is, or earlier
  std::optional<seal::Policy> policy{};  ///< narrow: nowhere wider than today's; none: as it is
};

struct Updated {
  SessionRow row;    ///< as it is now
  seal::Bytes file;  ///< the sealed update
};

class Vault {
 public:
  /// Makes a vault in a directory that does not exist yet or is empty. Errors: usage, io, wrong_key (the
  /// registry's server).
  static seal::Result<void> init(const std::filesystem::path& directory, const std::string& vendor,
                                 const std::string& passphrase, const seal::ScryptCost& cost,
                                 seal_write::RandomSource& random, const VaultAccess& access = {});
  /// Where a change of keys was cut short after the registry had taken them, the new key file takes its place
  /// first. Errors: io, wrong_key, damaged, unsupported, refused (others may enter the directory).
  static seal::Result<Vault> open(const std::filesystem::path& directory, const std::string& passphrase,
                                  const VaultAccess& access = {});

  [[nodiscard]] const std::string& vendor() const { return keys_.vendor; }
  [[nodiscard]] const std::array<std::uint8_t, 32>& vendor_key() const { return keys_.issuing_public; }
  /// Signs in the vendor's name.
  [[nodiscard]] const seal_write::Signer& issuer() const { return *issuer_; }
  /// X25519: opens what rooms recorded for the vendor.
  [[nodiscard]] const seal::SecretKey& log_key() const { return keys_.log_key; }
  [[nodiscard]] Registry& registry() { return registry_; }

  /// Packs a tree under a new key and registers the archive.
  [[nodiscard]] seal::Result<seal_write::PackSummary> pack(const std::filesystem::path& tree,
                                                           const std::filesystem::path& archive_path,
                                                           seal_write::PackOptions options,
                                                           seal_write::RandomSource& random);
  /// Packs several releases into one archive under a new key and registers it.
  [[nodiscard]] seal::Result<seal_write::PackSummary> pack_releases(
      const std::vector<seal_write::ReleaseTree>& releases, const std::filesystem::path& archive_path,
      seal_write::PackOptions options, seal_write::RandomSource& random);

  /// The registered archive behind a file, checked to be whole and this vault's. Errors: those of
  /// ArchiveReader::open; wrong_key, where this vault did not pack it.
  [[nodiscard]] seal::Result<ArchiveRow> find_archive(const std::filesystem::path& archive_path);

  /// Issues a batch in one transaction: all are registered, or none. Slot 0 begins with the quarter of an
  /// hour that now lies in. What before_commit does while the registry can still forget them, as making sure
  /// that the files can be delivered, may fail as a whole. Errors: usage (an expiry that is past or too far),
  /// not_found (archive), io; those of before_commit.
  using BeforeCommit = std::function<seal::Result<void>(std::span<const Issued>)>;
  [[nodiscard]] seal::Result<std::vector<Issued>> issue(std::span<const IssueRequest> requests,
                                                        const seal_write::Lock& lock, std::int64_t now_unix_s,
                                                        seal_write::RandomSource& random,
                                                        const BeforeCommit& before_commit = {});

  /// What a session allows today. Errors: not_found, damaged.
  [[nodiscard]] seal::Result<seal::Policy> policy_of(const std::string& session_id);

  /// Changes a session that is in use; the sealed update is to be carried to its room. Errors: usage (an
  /// extension that is none, or too long; a policy that is wider, by the clause that is named), not_found,
  /// refused (revoked; another officer was faster; issued before there were updates), io.
  [[nodiscard]] seal::Result<Updated> update(const UpdateRequest& request, std::int64_t now_unix_s,
                                             seal_write::RandomSource& random);

  /// Marks sessions as revoked and returns the new signed list, which is also kept in the vault.
  [[nodiscard]] seal::Result<seal::Bytes> revoke(std::span<const std::string> ids, std::int64_t now_unix_s);

  /// Seals the keys under another passphrase. Copies of the old key file still open with the old one. Errors:
  /// usage, io.
  [[nodiscard]] seal::Result<void> change_passphrase(const std::string& passphrase,
                                                     const seal::ScryptCost& cost,
                                                     seal_write::RandomSource& random);
  /// Draws another registry key and seals every row under it; the key file is sealed under this passphrase.
  /// Whoever has a copy of the old key file must get the new one. Errors: usage, damaged, io.
  [[nodiscard]] seal::Result<void> change_registry_key(const std::string& passphrase,
                                                       const seal::ScryptCost& cost,
                                                       seal_write::RandomSource& random);
  /// Draws another mark key, for sessions that are issued from then on, and another registry key, as above.
  /// Former mark keys stay in the registry, for the leaks of sessions that they drew. Errors: as above.
  [[nodiscard]] seal::Result<void> change_mark_key(const std::string& passphrase,
                                                   const seal::ScryptCost& cost,
                                                   seal_write::RandomSource& random);
  /// Another issuing key takes the place of the present one. Returns the sealed succession, for rooms that
  /// pin the present key; none where that key is lost. Archives have to be signed anew (sign_again). Errors:
  /// usage (times, the token), io, wrong_key.
  [[nodiscard]] seal::Result<std::optional<seal::Bytes>> change_issuing_key(const NewIssuingKey& wanted,
                                                                            const std::string& passphrase,
                                                                            const seal::ScryptCost& cost,
                                                                            std::int64_t now_unix_s,
                                                                            seal_write::RandomSource& random);
  /// Every succession since the key was last lost, oldest first: what a room needs that has seen none.
  [[nodiscard]] seal::Result<std::vector<seal::Bytes>> successions();
  /// Copies an archive that a former issuing key of this vault signed, signed by the present one. Errors:
  /// those of find_archive; usage, where it is signed by the present key or by none of this vault's.
  [[nodiscard]] seal::Result<void> sign_again(const std::filesystem::path& archive_path,
                                              const std::filesystem::path& target);

  /// The keys, sealed for several trustees: n of their passphrases open it. Errors: io.
  [[nodiscard]] seal::Result<seal::Bytes> escrow(const seal_write::QuorumLock& lock,
                                                 seal_write::RandomSource& random);
  /// Puts the keys of an escrow into a vault whose key file or passphrase is lost, under a new passphrase.
  /// Errors: io, wrong_key (too few passphrases; keys that were changed since), damaged, unsupported.
  [[nodiscard]] static seal::Result<void> recover(
      const std::filesystem::path& directory, seal::ByteView escrow,
      const std::vector<const std::string*>& passphrases, const std::string& new_passphrase,
      const seal::ScryptCost& cost, seal_write::RandomSource& random, const VaultAccess& access = {});
  /// Copies the vault into a directory that does not exist yet or is empty, from either kind of registry:
  /// what is there then is a vault itself, with the same passphrase. Errors: usage, io.
  [[nodiscard]] seal::Result<void> back_up(const std::filesystem::path& target);
  /// The way back, to vault.db or, where a URI is given, to a server. Lists that are signed from then on have
  /// numbers that no lost one had. Errors: as open_registry, and usage.
  [[nodiscard]] static seal::Result<void> restore(const std::filesystem::path& backup,
                                                  const std::filesystem::path& directory,
                                                  const std::string& registry_uri);

  /// How many mark keys there were before the present one: its sessions' generation.
  [[nodiscard]] seal::Result<std::uint32_t> mark_generation();
  /// The sealed kit: every session of one mark key (none given: the present one); the keys of the archives
  /// that are named, so that it can read these; what logs show. Error besides: usage, where a log is of no
  /// session of the kit, or there was no such mark key.
  [[nodiscard]] seal::Result<seal::Bytes> export_kit(std::span<const seal::ArchiveId> readable,
                                                     const seal_write::PassphraseLock& lock,
                                                     seal_write::RandomSource& random,
                                                     std::vector<seal::KitLog> logs = {},
                                                     std::optional<std::uint32_t> generation = {});

 private:
  /// Packs under a new id and key, which are registered before anything is written.
  using Packing =
      std::function<seal::Result<seal_write::PackSummary>(const seal::ArchiveKey&, const seal::ArchiveId&)>;
  [[nodiscard]] seal::Result<seal_write::PackSummary> pack_registered(std::string release,
                                                                      std::int64_t created_unix_s,
                                                                      seal_write::RandomSource& random,
                                                                      const Packing& packing);
  Vault(std::filesystem::path directory, VaultKeys keys, std::unique_ptr<seal_write::Signer> issuer,
        mark_code::Coder coder, Registry registry);

  [[nodiscard]] seal::Result<Issued> issue_one(const IssueRequest& request,
                                               const seal::ArchiveKey& archive_key, std::uint32_t generation,
                                               const seal_write::Lock& lock, std::int64_t now_unix_s,
                                               seal_write::RandomSource& random);
  /// The mark key of a generation, and what it draws. Errors: usage (there is none), damaged, io.
  [[nodiscard]] seal::Result<seal::SecretKey> mark_key_of(std::uint32_t generation);
  [[nodiscard]] seal::Result<mark_code::Coder> coder_of(std::uint32_t generation);
  /// Until when a session opens that was issued at a moment; none: as long as it lasts.
  [[nodiscard]] seal::Result<std::optional<std::int64_t>> key_ends_unix_s(std::int64_t issued_unix_s);
  [[nodiscard]] seal::Result<void> check_key_holds(const SessionRow& row, std::int64_t expires_unix_s);
  [[nodiscard]] seal::Result<std::int64_t> last_expiry_unix_s(std::int64_t now_unix_s);
  /// Changes keys and registry together, so that each way it may end there are keys that fit the registry.
  [[nodiscard]] seal::Result<void> replace_keys(VaultKeys next, const seal_write::Signer& signer,
                                                const std::string& passphrase, const seal::ScryptCost& cost,
                                                seal_write::RandomSource& random,
                                                const std::function<seal::Result<void>()>& in_registry);

  std::filesystem::path directory_;
  VaultKeys keys_;
  std::unique_ptr<seal_write::Signer> issuer_;  ///< nullptr: the issuing key is lost
  mark_code::Coder coder_;
  Registry registry_;
};

}  // namespace spoor::vault
