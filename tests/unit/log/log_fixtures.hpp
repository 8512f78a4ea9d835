// A room, a vendor and a reviewer for tests of logs.
#pragma once

#include <memory>
#include <string>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/log_open.hpp"
#include "watermark/seal/log_writer.hpp"

namespace spoor::log_test {

inline constexpr std::int64_t kNow = 1'800'000'000;
inline const std::string kSession = "s-0123456789ab";

/// Private halves; the public ones follow.
[[nodiscard]] seal::SecretKey log_private();
[[nodiscard]] seal::SecretKey reviewer_private();
[[nodiscard]] seal_log::PublicKey public_of(const seal::SecretKey& secret);
[[nodiscard]] seal_log::PublicKey room_key();

[[nodiscard]] seal_log::LogIdentity identity();
/// With a random stream of its own for each seed.
[[nodiscard]] seal_log::WriterKeys writer_keys(std::uint64_t seed = 1, bool with_reviewer = true);
[[nodiscard]] seal::Result<std::unique_ptr<seal_log::LogWriter>> open_writer(
    const std::filesystem::path& directory, std::uint64_t seed = 1, bool with_reviewer = true);

/// Records that differ from each other.
[[nodiscard]] seal_log::Record shown_record(std::uint64_t number);
/// Everything in a log, opened with both keys.
[[nodiscard]] std::vector<seal_log::OpenedEntry> contents(const std::filesystem::path& log);

[[nodiscard]] seal::Bytes file_bytes(const std::filesystem::path& path);
void put_bytes(const std::filesystem::path& path, seal::ByteView bytes);
/// The head of a whole log in memory.
[[nodiscard]] seal_log::SignedHead head_of(seal::ByteView log);
/// Where each group begins, and where the last one ends.
[[nodiscard]] std::vector<std::uint64_t> group_borders(seal::ByteView log);

}  // namespace spoor::log_test
