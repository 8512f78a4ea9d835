// Reads what a log says, with the vendor's log key or the reviewer's key. SPEC.md 7.5 and 7.6.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "watermark/seal/exposure.hpp"
#include "watermark/seal/log_keys.hpp"
#include "watermark/seal/log_record.hpp"
#include "watermark/seal/log_walk.hpp"

namespace spoor::seal_log {

/// An entry that was opened.
struct OpenedEntry {
  std::uint64_t index = 0;
  std::variant<Record, Private> content;
};
using OnEntry = std::function<void(const OpenedEntry&)>;

/// Who reads.
struct ReadingKeys {
  const SecretKey* log_private = nullptr;       ///< the vendor's
  const SecretKey* reviewer_private = nullptr;  ///< the reviewer's
};

struct Reading {
  LogSummary summary;
  std::vector<std::uint32_t> unlinked_runs;  ///< runs before which the room had lost its carry
};

/// Checks a whole log as verify_log does, then everything that the vendor's key can check, and hands out the
/// records that the keys open, in order, once their group has been checked. Errors: as verify_log; wrong_key,
/// where the log is sealed to another key; bad_signature, where a MAC or link does not hold.
[[nodiscard]] Result<Reading> read_log(LogBytes& bytes, const std::string& name,
                                       const std::vector<Head>& heads, const ReadingKeys& keys,
                                       const OnEntry& on_entry);

/// What a log says was on screen: the records of the kind "shown", and for lines of which only "about to
/// show" is known (the program was killed, or they were never reached) nothing. Errors: as read_log.
[[nodiscard]] Result<std::vector<seal::Exposure>> read_exposures(LogBytes& bytes, const std::string& name,
                                                                 const SecretKey& log_private);

/// The entry key that discloses one entry. Errors: as read_log; not_found, where no such entry is the
/// vendor's.
[[nodiscard]] Result<SecretKey> disclose_entry(LogBytes& bytes, const std::string& name,
                                               const ReadingKeys& keys, std::uint64_t index);

}  // namespace spoor::seal_log
