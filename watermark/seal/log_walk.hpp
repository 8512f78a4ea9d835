// Reads a log from its beginning to its end, group by group, and checks what anybody can check: form, chain
// digests, Merkle tree, the room's signatures. SPEC.md 7.1 to 7.4. Decrypts nothing.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "watermark/seal/file.hpp"
#include "watermark/seal/log_format.hpp"
#include "watermark/seal/log_head.hpp"
#include "watermark/seal/log_tree.hpp"

namespace spoor::seal_log {

/// Where a log's bytes come from.
class LogBytes {
 public:
  virtual ~LogBytes() = default;
  [[nodiscard]] virtual std::uint64_t size_bytes() const = 0;
  /// kMaxGroupBytes from the offset on, or more, or all that there are. Valid until the next call. Errors:
  /// io, damaged (the file became shorter).
  [[nodiscard]] virtual Result<ByteView> from(std::uint64_t offset_bytes) = 0;
};
class MemoryLog final : public LogBytes {
 public:
  explicit MemoryLog(ByteView bytes) : bytes_(bytes) {}
  std::uint64_t size_bytes() const override { return bytes_.size(); }
  Result<ByteView> from(std::uint64_t offset_bytes) override {
    return bytes_.subspan(static_cast<std::size_t>(offset_bytes));
  }

 private:
  ByteView bytes_;
};
class FileLog final : public LogBytes {
 public:
  /// Errors: io.
  static Result<FileLog> open(const std::filesystem::path& path);
  std::uint64_t size_bytes() const override { return file_.size_bytes(); }
  Result<ByteView> from(std::uint64_t offset_bytes) override;

 private:
  explicit FileLog(seal::InputFile file) : file_(std::move(file)) {}
  seal::InputFile file_;
  Bytes window_;
  std::uint64_t window_at_ = 0;
};

/// What is known of a log up to some group.
struct LogState {
  std::uint64_t groups = 0;
  std::uint64_t entries = 0;
  std::uint64_t end_bytes = 0;  ///< of the file, covered by header and groups
  std::uint32_t runs = 0;
  Tree tree{};
  Digest chain{};
  std::optional<Signature> signature{};  ///< of the last group's head; none: there is no group
  std::int64_t time_unix_s = 0;
};

/// One group, as the walk stands at it. Views are valid until the walk goes on.
struct Group {
  GroupView view;
  std::uint64_t number = 0;
  std::uint64_t first_entry = 0;  ///< index of its first entry
  Digest chain_before{};
  std::optional<Signature> signature_before{};  ///< is covered by this group's digest and MAC
  std::optional<RunEntry> run{};                ///< what its first entry says
};

/// What follows the last whole group.
enum class Tail : std::uint8_t { none, unfinished, malformed, unsupported };

class LogWalk {
 public:
  /// Reads the header. Errors: io, damaged, unsupported, bad_signature.
  static Result<LogWalk> begin(LogBytes& bytes, std::string name);

  [[nodiscard]] const LogHeader& header() const { return header_; }
  [[nodiscard]] const Digest& log_id() const { return log_id_; }

  /// Goes on to the next whole group; false: there is none, and tail() says why. Error: io.
  Result<bool> next();
  [[nodiscard]] const Group& group() const { return group_; }
  [[nodiscard]] const LogState& state() const { return state_; }
  [[nodiscard]] Tail tail() const { return tail_; }
  /// What the last group's signature is of. Error: io.
  [[nodiscard]] Result<Head> head();
  [[nodiscard]] Result<Head> head_of(const LogState& state);
  /// Whether the signature of the last group holds; where there is no group, it does. Error: io.
  [[nodiscard]] Result<bool> signature_holds(const LogState& state);

  /// To be called at the end. Errors: damaged, unsupported (the tail); bad_signature.
  [[nodiscard]] Result<void> check_end();
  Hasher& hasher() { return hasher_; }

 private:
  LogWalk(LogBytes& bytes, std::string name) : bytes_(&bytes), name_(std::move(name)) {}
  [[nodiscard]] bool check_entries();
  void take_group();

  LogBytes* bytes_;
  std::string name_;
  LogHeader header_{};
  Digest log_id_{};
  LogState state_{};
  Group group_{};
  Tail tail_ = Tail::none;
  Hasher hasher_;
};

/// What a whole log was found to be.
struct LogSummary {
  LogHeader header;
  SignedHead head;
  std::uint64_t groups = 0;
  std::uint32_t runs = 0;
  std::uint64_t tail_bytes = 0;  ///< of an unfinished group, which says nothing
};
/// Checks a whole log, and that it agrees with heads that were kept elsewhere and whose signatures hold.
/// Errors: io, damaged, unsupported; bad_signature, also where the log was cut short or altered since a head;
/// wrong_key, where a head is another log's.
[[nodiscard]] Result<LogSummary> verify_log(LogBytes& bytes, const std::string& name,
                                            const std::vector<Head>& heads);

}  // namespace spoor::seal_log
