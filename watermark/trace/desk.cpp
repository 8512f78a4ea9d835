#include "watermark/trace/desk.hpp"

#include <exception>
#include <system_error>
#include <utility>

namespace spoor::trace {
namespace {

tl::unexpected<Refusal> refuse(const seal::SealError& error) {
  return tl::unexpected(Refusal{seal::exit_code_for(error.code), error.message});
}

bool make_directory(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  return !error && std::filesystem::is_directory(path, error);
}

tl::expected<Desk, Refusal> open_all(const ProgramOptions& options, const std::string& passphrase) {
  auto kit = seal::open_kit(options.kit, passphrase);
  if (!kit) return refuse(kit.error());
  auto judge = Judge::create(*kit);
  if (!judge) return tl::unexpected(Refusal{exit_code_for(judge.error().code), judge.error().message});
  std::optional<seal::ArchiveReader> archive;
  if (!options.archive.empty()) {
    auto reader = seal::open_archive_by(*kit, options.archive);
    if (!reader) return refuse(reader.error());
    archive.emplace(std::move(*reader));
  }
  if (!options.debug_dir.empty() && !make_directory(options.debug_dir))
    return tl::unexpected(
        Refusal{ExitCode::failed, "the debug directory cannot be made: check its path and permissions"});
  return Desk{std::move(*kit), std::move(*judge), std::move(archive)};
}

}  // namespace

tl::expected<Desk, Refusal> open_desk(const ProgramOptions& options, const std::string& passphrase) try {
  return open_all(options, passphrase);
} catch (const std::exception&) {
  return tl::unexpected(Refusal{
      ExitCode::failed, "the kit could not be opened: there is not enough memory, or an internal error"});
}

}  // namespace spoor::trace
