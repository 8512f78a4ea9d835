#include "watermark/vault/registry_place.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/vault/postgres.hpp"
#include "watermark/vault/registry_schema.hpp"
#include "watermark/vault/sqlite.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;
using seal::fail;
using seal::Result;
using seal::SealErrorCode;

namespace {

constexpr std::uint64_t kMaxUriBytes = 4096;

tl::unexpected<seal::SealError> no_vault(const fs::path& directory) {
  return fail(SealErrorCode::io,
              fmt::format("{} is not a vault; make one with 'spoor init'.", seal::shown(directory.native())));
}

Result<std::unique_ptr<SqlDatabase>> open_file(const fs::path& path, SqliteDatabase::Mode mode) {
  auto database = SqliteDatabase::open(path, mode);
  if (!database) return tl::make_unexpected(database.error());
  return std::move(*database);
}

Result<std::unique_ptr<SqlDatabase>> open_server(const std::string& uri) {
  auto database = PostgresDatabase::open(uri);
  if (!database) return tl::make_unexpected(database.error());
  return std::move(*database);
}

/// Says whether the directory was made, or was there.
Result<bool> make_private_directory(const fs::path& directory) {
  std::error_code error;
  const bool exists = fs::exists(fs::symlink_status(directory, error));
  if (exists && (!fs::is_directory(directory, error) || !fs::is_empty(directory, error))) {
    return fail(SealErrorCode::usage,
                fmt::format("{} exists and is not an empty directory; choose another place for "
                            "the vault.",
                            seal::shown(directory.native())));
  }
  if ((!exists && ::mkdir(directory.c_str(), S_IRWXU) != 0) || ::chmod(directory.c_str(), S_IRWXU) != 0) {
    return fail(SealErrorCode::io, fmt::format("Cannot make the vault {}: {}.",
                                               seal::shown(directory.native()), seal::system_words(errno)));
  }
  return !exists;
}

}  // namespace

Result<void> fill_private_directory(const fs::path& directory, const std::function<Result<void>()>& then) {
  const auto made = make_private_directory(directory);
  if (!made) return tl::make_unexpected(made.error());
  auto filled = then();
  if (!filled) {
    std::error_code ignored;
    for (const fs::directory_entry& item : fs::directory_iterator(directory, ignored)) {
      fs::remove(item.path(), ignored);
    }
    if (*made) fs::remove(directory, ignored);
  }
  return filled;
}

Result<void> check_private(const fs::path& directory) {
  struct stat status {};
  if (::stat(directory.c_str(), &status) != 0) {
    return fail(SealErrorCode::io, fmt::format("Cannot open the vault {}: {}.",
                                               seal::shown(directory.native()), seal::system_words(errno)));
  }
  if (!S_ISDIR(status.st_mode)) return no_vault(directory);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(SealErrorCode::refused,
                fmt::format("Other users may enter the vault {}; close it with 'chmod 700'.",
                            seal::shown(directory.native())));
  }
  return {};
}

Result<std::string> registry_uri(const fs::path& directory, const std::string& uri) {
  std::error_code error;
  if (!uri.empty() || !fs::exists(directory / kRegistryUriFileName, error)) return uri;
  const auto bytes = seal::read_small_file(directory / kRegistryUriFileName, kMaxUriBytes);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const std::string text(bytes->begin(), bytes->end());
  return text.substr(0, text.find('\n'));
}

Result<void> create_registry(const fs::path& directory, const std::string& uri,
                             const std::function<Result<void>(Registry&)>& then) {
  auto opened =
      uri.empty() ? open_file(directory / kRegistryFileName, SqliteDatabase::Mode::create) : open_server(uri);
  if (!opened) return tl::make_unexpected(opened.error());
  SqlDatabase& database = **opened;
  auto transaction = Transaction::begin(database, Locking::exclusive);
  if (!transaction) return tl::make_unexpected(transaction.error());
  if (auto made = create_schema(database); !made) return made;
  Registry registry(std::move(*opened));
  auto done = then(registry);
  if (done && !uri.empty()) {
    done = seal::write_file(directory / kRegistryUriFileName, seal::as_bytes(uri + "\n"));
  }
  if (done) done = transaction->commit();
  return done;
}

Result<Registry> open_registry(const fs::path& directory, const std::string& uri) {
  if (auto closed = check_private(directory); !closed) return tl::make_unexpected(closed.error());
  const auto place = registry_uri(directory, uri);
  if (!place) return tl::make_unexpected(place.error());
  std::error_code error;
  if (place->empty() && !fs::is_regular_file(directory / kRegistryFileName, error))
    return no_vault(directory);
  auto database = place->empty() ? open_file(directory / kRegistryFileName, SqliteDatabase::Mode::open)
                                 : open_server(*place);
  if (!database) return tl::make_unexpected(database.error());
  if (auto updated = update_schema(**database); !updated) return tl::make_unexpected(updated.error());
  return Registry(std::move(*database));
}

}  // namespace spoor::vault
