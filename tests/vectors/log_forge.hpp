// Writes logs by hand, so that one thing in them can be wrong and everything around it right.
#pragma once

#include <functional>

#include "tests/unit/log/log_fixtures.hpp"
#include "tests/vectors/bytes.hpp"

namespace spoor::vectors {

/// What a group says of itself beyond the truth.
struct GroupFault {
  int length_more = 0;
  int count_more = 0;
  std::int64_t time_unix_s = log_test::kNow;
  bool mac_wrong = false;
};

class LogForge {
 public:
  using ChangeHeader = std::function<void(seal_log::LogHeader&)>;
  using ChangeRun = std::function<void(seal_log::RunEntry&)>;

  /// The change comes before the carry is sealed and the header signed.
  explicit LogForge(const ChangeHeader& change = {});

  /// The change comes behind sealing; `linked` false: the room lost its carry.
  void run(bool linked = true, const ChangeRun& change = {});
  void record(const seal::Bytes& plain);
  void own(const seal::Bytes& plain);  ///< the reviewer's
  void stored(seal::Bytes entry) { entries_.push_back(std::move(entry)); }
  /// The sealed entry of a record, to be changed and stored.
  [[nodiscard]] seal::Bytes sealed(const seal::Bytes& plain) const;
  void end_group(const GroupFault& fault = {});

  [[nodiscard]] const seal::Bytes& bytes() const { return bytes_; }
  /// The key that discloses the record that would be added next.
  [[nodiscard]] seal::SecretKey entry_key() const;

 private:
  [[nodiscard]] std::uint64_t index() const { return tree_.size() + entries_.size(); }

  seal_log::LogHeader header_;
  seal_log::Digest log_id_{};
  seal::Bytes bytes_;
  seal_log::Hasher hasher_;
  seal_log::Tree tree_;
  seal_log::Digest chain_{};
  seal::Bytes signature_before_;
  seal::SecretKey chain_key_;
  seal::SecretKey carry_;
  seal_test::SeededRandom random_{11};
  std::uint32_t runs_ = 0;
  std::vector<seal::Bytes> entries_;
};

/// "Somebody read lines 1 to 40 of a.c", and the like, by number.
[[nodiscard]] seal::Bytes plain_record(std::uint64_t number);

}  // namespace spoor::vectors
