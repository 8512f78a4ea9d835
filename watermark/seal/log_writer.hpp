// Writes a log: opens or begins it, mends what a kill or a power cut left, and appends groups that are
// durable when commit() returns. Keeps no key longer than it needs it. SPEC.md 7.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "watermark/seal/log_file.hpp"
#include "watermark/seal/log_keys.hpp"
#include "watermark/seal/log_record.hpp"
#include "watermark/seal/log_walk.hpp"
#include "watermark/seal/system_random.hpp"

namespace spoor::seal_log {

/// Signs as the room (Ed25519). Error: io.
using Signer = std::function<Result<Signature>(ByteView)>;

/// What a log's header says of whose it is.
struct LogIdentity {
  seal::VendorPublicKey vendor_key{};
  Digest room_id{};
  PublicKey room_key{};
  std::string session;  ///< "s-" and 12 hex digits
  seal::ArchiveId archive_id{};
  PublicKey log_key{};  ///< the vendor's
};

struct WriterKeys {
  Signer sign;
  SecretKey update_key;      ///< the session's: seals what the room keeps for itself
  PublicKey reviewer_key{};  ///< zeros: none
  seal::RandomFill random = &seal::system_random;
};

/// What is appended. A Private is left out where there is no reviewer's key.
using Item = std::variant<Record, Private, Place>;

class LogWriter {
 public:
  /// Opens the session's log in a directory that exists, or begins it. Errors: io; refused (another viewer
  /// has it, or it is another room's, vendor's or archive's); damaged, unsupported, bad_signature (nothing is
  /// cut off but what a torn write left).
  static Result<std::unique_ptr<LogWriter>> open(const std::filesystem::path& directory,
                                                 const LogIdentity& identity, WriterKeys keys,
                                                 std::int64_t now_unix_s);
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  /// Durable on return, or an error and the log as it was before; then no more is written. Records are sound.
  /// Error: io.
  [[nodiscard]] Result<void> commit(std::span<const Item> items, std::int64_t now_unix_s);

  [[nodiscard]] const std::optional<Place>& place() const { return place_; }  ///< where the last run ended
  [[nodiscard]] std::int64_t last_time_unix_s() const { return state_.time_unix_s; }
  [[nodiscard]] std::uint64_t entries() const { return state_.entries; }
  /// Bytes that were cut off when the log was opened.
  [[nodiscard]] std::uint64_t mended_bytes() const { return mended_bytes_; }
  [[nodiscard]] bool has_reviewer_key() const { return keys_.reviewer_key != PublicKey{}; }
  [[nodiscard]] seal::RandomFill& random() { return keys_.random; }
  /// The head of what is durable, as a signed note. Errors: io; usage, where nothing was committed yet.
  [[nodiscard]] Result<std::string> note();

  [[nodiscard]] static std::filesystem::path log_path(const std::filesystem::path& directory,
                                                      const std::string& session);

 private:
  struct Recovered;
  LogWriter(LogHeader header, const Digest& log_id, WriterKeys keys, std::filesystem::path state_path)
      : header_(header), log_id_(log_id), keys_(std::move(keys)), state_path_(std::move(state_path)) {}

  [[nodiscard]] static Result<std::unique_ptr<LogWriter>> begin_new(const std::filesystem::path& path,
                                                                    const LogIdentity& identity,
                                                                    WriterKeys keys, std::int64_t now_unix_s);
  [[nodiscard]] static Result<std::unique_ptr<LogWriter>> go_on(const std::filesystem::path& path,
                                                                const LogIdentity& identity, WriterKeys keys);
  [[nodiscard]] Result<void> load_carry(bool last_run_linked);
  [[nodiscard]] Result<void> begin_run(Bytes& stored);
  [[nodiscard]] Result<Bytes> seal_item(const Item& item, const GroupKeys& keys, std::uint64_t index);
  [[nodiscard]] Result<void> commit_group(std::span<const Item> items, std::size_t& taken,
                                          std::int64_t now_unix_s);
  [[nodiscard]] Result<Bytes> finish_group(const std::vector<Bytes>& entries, const GroupKeys& keys,
                                           LogState& after);
  [[nodiscard]] Result<void> store_carry();

  LogHeader header_;
  Digest log_id_;
  WriterKeys keys_;
  std::filesystem::path state_path_;
  std::optional<LogFile> file_;
  LogState state_{};
  Hasher hasher_;
  std::optional<SecretKey> carry_;  ///< of the run to come; none: it was lost
  SecretKey chain_;
  bool running_ = false;
  bool broken_ = false;
  std::uint64_t mended_bytes_ = 0;
  std::optional<Place> place_;
};

}  // namespace spoor::seal_log
