#include "watermark/vault/log_exposures.hpp"

#include <algorithm>

#include "watermark/seal/log_open.hpp"

namespace spoor::vault {
namespace {

seal::Result<seal::KitLog> read_one(const std::string& path, const seal::SecretKey& log_private) {
  auto bytes = seal_log::FileLog::open(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const std::string name = std::filesystem::path(path).filename();
  const auto summary = seal_log::verify_log(*bytes, name, {});
  if (!summary) return tl::make_unexpected(summary.error());
  auto exposures = seal_log::read_exposures(*bytes, name, log_private);
  if (!exposures) return tl::make_unexpected(exposures.error());
  seal::KitLog out;
  out.session = summary->head.head.session;
  // The head's time is a whole second; what was recorded within it counts.
  out.until_unix_ms = summary->head.head.time_unix_s * 1000 + 999;
  for (const seal::Exposure& exposure : *exposures)
    out.until_unix_ms =
        std::max(out.until_unix_ms, exposure.start_unix_ms + static_cast<std::int64_t>(exposure.duration_ms));
  out.exposures = std::move(*exposures);
  return out;
}

}  // namespace

seal::Result<std::vector<seal::KitLog>> read_kit_logs(std::span<const std::string> paths,
                                                      const seal::SecretKey& log_private) {
  std::vector<seal::KitLog> out;
  for (const std::string& path : paths) {
    auto log = read_one(path, log_private);
    if (!log) return tl::make_unexpected(log.error());
    const auto same = std::find_if(out.begin(), out.end(),
                                   [&](const seal::KitLog& one) { return one.session == log->session; });
    if (same == out.end()) {
      out.push_back(std::move(*log));
      continue;
    }
    same->until_unix_ms = std::max(same->until_unix_ms, log->until_unix_ms);
    std::move(log->exposures.begin(), log->exposures.end(), std::back_inserter(same->exposures));
  }
  return out;
}

}  // namespace spoor::vault
