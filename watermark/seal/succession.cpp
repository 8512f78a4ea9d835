#include "watermark/seal/succession.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "watermark/seal/file.hpp"

namespace spoor::seal {
namespace {

constexpr std::size_t kMostFiles = 1000;  // in one directory: more are no medium of ours

bool is_time(std::int64_t unix_s) {
  return unix_s >= 0 && unix_s <= kLastUnixSecond;
}

Result<std::vector<std::filesystem::path>> succession_files(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> out;
  std::error_code error;
  std::filesystem::directory_iterator at(directory.empty() ? "." : directory, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    if (at->path().extension() == kSuccessionSuffix) out.push_back(at->path());
    if (out.size() > kMostFiles) {
      return fail(SealErrorCode::damaged,
                  fmt::format("{} holds more than {} successions; take away those of other vendors.",
                              shown(directory.native()), kMostFiles));
    }
  }
  if (error) {
    return fail(SealErrorCode::io,
                fmt::format("Cannot list {}: {}.", shown(directory.native()), error.message()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Result<Succession> open_succession(ByteView file, std::string_view name) {
  WireReader reader(file);
  if (const auto start = check_start(reader, name, kSuccessionKind); !start)
    return tl::make_unexpected(start.error());
  if (file.size() != kSuccessionBytes) return damaged_file(name, kSuccessionKind);
  Succession out;
  reader.into(out.from);
  if (const auto held = check_trailer(file, name, kSuccessionKind, out.from); !held)
    return tl::make_unexpected(held.error());
  reader.into(out.to);
  out.made_unix_s = reader.integer<std::int64_t>();
  out.until_unix_s = reader.integer<std::int64_t>();
  if (out.from == out.to || out.to == VendorPublicKey{} || !is_time(out.made_unix_s) ||
      !is_time(out.until_unix_s) || out.until_unix_s < out.made_unix_s) {
    return damaged_file(name, kSuccessionKind);
  }
  Bytes message(kSuccessorContext.begin(), kSuccessorContext.end());
  const ByteView covered = file.first(file.size() - reader.rest_bytes());
  message.insert(message.end(), covered.begin(), covered.end());
  Signature signature{};
  reader.into(signature);
  if (!ed25519_holds(out.to, message, signature)) {
    return fail(SealErrorCode::bad_signature,
                fmt::format("The new key did not sign {}; ask the vendor for another copy.", shown(name)));
  }
  return out;
}

Result<std::vector<Succession>> find_successions(const std::vector<std::filesystem::path>& directories) {
  std::vector<Succession> out;
  for (const std::filesystem::path& directory : directories) {
    const auto files = succession_files(directory);
    if (!files) return tl::make_unexpected(files.error());
    for (const std::filesystem::path& path : *files) {
      const auto file = read_small_file(path, kSuccessionKind.limit_bytes);
      if (!file) return tl::make_unexpected(file.error());
      const auto succession = open_succession(*file, path.filename().native());
      if (!succession) return tl::make_unexpected(succession.error());
      out.push_back(*succession);
    }
  }
  return out;
}

}  // namespace spoor::seal
