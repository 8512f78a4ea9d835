#include "watermark/seal/kit_logs.hpp"

#include <algorithm>
#include <tuple>

namespace spoor::seal {
namespace {

constexpr std::size_t kMaxPathBytes = 65535;  // a text
constexpr std::int64_t kLastUnixMs = kLastUnixSecond * 1000;

auto place_in_order(const Exposure& exposure) {
  return std::tie(exposure.start_unix_ms, exposure.duration_ms, exposure.path, exposure.first_line,
                  exposure.last_line);
}

bool earlier(const Exposure& one, const Exposure& other) {
  return place_in_order(one) < place_in_order(other);
}

bool exposure_is_sound(const Exposure& exposure, const KitSession& session, std::int64_t until_unix_ms) {
  return exposure.session == session.id && exposure.archive_id == session.archive_id &&
         !exposure.path.empty() && exposure.path.size() <= kMaxPathBytes && exposure.first_line >= 1 &&
         exposure.first_line <= exposure.last_line && exposure.start_unix_ms >= 0 &&
         exposure.start_unix_ms <= until_unix_ms &&
         exposure.duration_ms <= static_cast<std::uint64_t>(until_unix_ms - exposure.start_unix_ms);
}

const KitSession* find_session(const std::vector<KitSession>& sessions, const std::string& id) {
  const auto at =
      std::lower_bound(sessions.begin(), sessions.end(), id,
                       [](const KitSession& session, const std::string& key) { return session.id < key; });
  return at == sessions.end() || at->id != id ? nullptr : &*at;
}

bool log_is_sound(const KitLog& log, const std::vector<KitSession>& sessions) {
  const KitSession* session = find_session(sessions, log.session);
  return session != nullptr && log.until_unix_ms >= 0 && log.until_unix_ms <= kLastUnixMs &&
         std::all_of(log.exposures.begin(), log.exposures.end(),
                     [&](const Exposure& exposure) {
                       return exposure_is_sound(exposure, *session, log.until_unix_ms);
                     }) &&
         std::adjacent_find(log.exposures.begin(), log.exposures.end(),
                            [](const Exposure& one, const Exposure& other) {
                              return !earlier(one, other);
                            }) == log.exposures.end();
}

std::vector<std::string> paths_of(const std::vector<KitLog>& logs) {
  std::vector<std::string> paths;
  for (const KitLog& log : logs) {
    for (const Exposure& exposure : log.exposures) paths.push_back(exposure.path);
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

/// A path and whether an exposure names it.
struct ListedPath {
  std::string path;
  bool used = false;
};

std::vector<ListedPath> decode_paths(WireReader& reader) {
  constexpr std::size_t kShortestPathBytes = 2 + 1;
  std::vector<ListedPath> paths;
  const std::uint32_t count = reader.count(kShortestPathBytes);
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    std::string path = reader.text();
    if (path.empty() || (!paths.empty() && path <= paths.back().path)) reader.fail();
    paths.push_back({std::move(path), false});
  }
  return paths;
}

Exposure decode_exposure(WireReader& reader, const KitLog& log, const ArchiveId& archive,
                         std::vector<ListedPath>& paths) {
  Exposure out;
  out.session = log.session;
  out.archive_id = archive;
  out.start_unix_ms = reader.integer<std::int64_t>();
  out.duration_ms = reader.integer<std::uint64_t>();
  const auto path = reader.integer<std::uint32_t>();
  out.first_line = reader.integer<std::uint64_t>();
  out.last_line = reader.integer<std::uint64_t>();
  if (path >= paths.size()) {
    reader.fail();
    return out;
  }
  paths[path].used = true;
  out.path = paths[path].path;
  return out;
}

}  // namespace

bool kit_logs_are_sound(const Kit& kit) {
  return std::all_of(kit.logs.begin(), kit.logs.end(),
                     [&](const KitLog& log) { return log_is_sound(log, kit.sessions); }) &&
         std::adjacent_find(kit.logs.begin(), kit.logs.end(), [](const KitLog& one, const KitLog& other) {
           return one.session >= other.session;
         }) == kit.logs.end();
}

void sort_kit_logs(std::vector<KitLog>& logs) {
  std::sort(logs.begin(), logs.end(),
            [](const KitLog& one, const KitLog& other) { return one.session < other.session; });
  for (KitLog& log : logs) {
    std::sort(log.exposures.begin(), log.exposures.end(), earlier);
    log.exposures.erase(std::unique(log.exposures.begin(), log.exposures.end(),
                                    [](const Exposure& one, const Exposure& other) {
                                      return place_in_order(one) == place_in_order(other);
                                    }),
                        log.exposures.end());
  }
}

void encode_kit_logs(const std::vector<KitLog>& logs, WireWriter& out) {
  const std::vector<std::string> paths = paths_of(logs);
  out.integer(static_cast<std::uint32_t>(paths.size()));
  for (const std::string& path : paths) out.text(path);
  out.integer(static_cast<std::uint32_t>(logs.size()));
  for (const KitLog& log : logs) {
    out.text(log.session);
    out.integer(log.until_unix_ms);
    out.integer(static_cast<std::uint32_t>(log.exposures.size()));
    for (const Exposure& exposure : log.exposures) {
      out.integer(exposure.start_unix_ms);
      out.integer(exposure.duration_ms);
      const auto at = std::lower_bound(paths.begin(), paths.end(), exposure.path);
      out.integer(static_cast<std::uint32_t>(at - paths.begin()));
      out.integer(exposure.first_line);
      out.integer(exposure.last_line);
    }
  }
}

void decode_kit_logs(WireReader& reader, Kit& kit) {
  std::vector<ListedPath> paths = decode_paths(reader);
  constexpr std::size_t kShortestLogBytes = 2 + 8 + 4;
  constexpr std::size_t kExposureBytes = 8 + 8 + 4 + 8 + 8;
  const std::uint32_t count = reader.count(kShortestLogBytes);
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    KitLog log;
    log.session = reader.text();
    log.until_unix_ms = reader.integer<std::int64_t>();
    const KitSession* session = find_session(kit.sessions, log.session);
    if (session == nullptr) return reader.fail();
    const std::uint32_t exposures = reader.count(kExposureBytes);
    log.exposures.reserve(exposures);
    for (std::uint32_t e = 0; e < exposures && !reader.failed(); ++e) {
      log.exposures.push_back(decode_exposure(reader, log, session->archive_id, paths));
    }
    kit.logs.push_back(std::move(log));
  }
  if (std::any_of(paths.begin(), paths.end(), [](const ListedPath& path) { return !path.used; })) {
    reader.fail();
  }
}

}  // namespace spoor::seal
