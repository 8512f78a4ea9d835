#include "viewer/app/opening.hpp"

#include <utility>

#include "watermark/seal/passphrase.hpp"
#include "watermark/seal/revocation.hpp"

namespace spoor::app {
namespace {

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

}  // namespace

Result<Grant> open_grant(const Options& options, std::int64_t now_unix_s) {
  seal::PassphraseSource from;
  from.file = options.passphrase_file;
  from.prompt = "Passphrase of the session";
  const auto passphrase = seal::read_passphrase(from);
  if (!passphrase) return tl::unexpected(from_seal(passphrase.error()));
  auto session = seal::open_session(options.session, passphrase->text());
  if (!session) return tl::unexpected(from_seal(session.error()));
  const auto valid = seal::check_revocations_beside({options.session, options.archive}, *session);
  if (!valid) return tl::unexpected(from_seal(valid.error()));
  return Grant::begin(std::move(*session), now_unix_s);
}

Result<std::shared_ptr<const seal::ArchiveReader>> open_sealed(const Grant& grant, const Options& options) {
  const seal::Session& session = grant.session();
  auto archive = seal::ArchiveReader::open(options.archive, session.archive_key, session.vendor_key);
  if (!archive) return tl::unexpected(from_seal(archive.error()));
  if (archive->id() != session.archive_id)
    return tl::unexpected(
        AppError{ExitCode::auth, "The session is for another archive: give the archive that came with it."});
  return std::make_shared<const seal::ArchiveReader>(std::move(*archive));
}

Result<Opened> open_release(Grant grant, const Options& options, std::function<void()> on_change) {
  auto archive = open_sealed(grant, options);
  if (!archive) return tl::unexpected(archive.error());
  auto source = archive_source(std::move(*archive));
  auto workspace = Workspace::create(*source, options.font_px, options.theme, std::move(on_change));
  if (!workspace) return tl::unexpected(workspace.error());
  Opened opened{std::move(grant), std::move(source), std::move(*workspace)};
  if (options.open_path.empty()) {
    opened.workspace->focus = Focus::tree;
  } else {
    if (auto shown = opened.workspace->open(options.open_path, options.open_line); !shown)
      return tl::unexpected(shown.error());
    if (auto found = opened.workspace->tree().reveal(options.open_path); !found)
      return tl::unexpected(found.error());
    opened.workspace->tree_reveal = true;
  }
  return opened;
}

}  // namespace spoor::app
