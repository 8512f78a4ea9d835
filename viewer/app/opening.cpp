#include "viewer/app/opening.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "viewer/app/scope.hpp"
#include "viewer/app/session_log.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/passphrase.hpp"
#include "watermark/seal/release_files.hpp"
#include "watermark/seal/session_format.hpp"

namespace spoor::app {
namespace {

constexpr std::chrono::seconds kPictureWait{60};

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

}  // namespace

namespace {

Result<seal::Room> open_room(const Options& options, std::int64_t now_unix_s) {
  if (options.room.empty()) return seal::Room::own(now_unix_s).map_error(from_seal);
  const auto sealed = seal::Room::is_sealed(options.room);
  if (!sealed) return tl::unexpected(from_seal(sealed.error()));
  if (!*sealed) return seal::Room::open(options.room, "").map_error(from_seal);
  seal::PassphraseSource from;
  from.file = options.room_passphrase_file;
  from.file_option = "--room-passphrase-file";
  from.environment = "SPOOR_ROOM_PASSPHRASE";
  from.prompt = "Passphrase of the room";
  const auto passphrase = seal::read_passphrase(from);
  if (!passphrase) return tl::unexpected(from_seal(passphrase.error()));
  return seal::Room::open(options.room, passphrase->text()).map_error(from_seal);
}

/// How many persons' passphrases a session takes, and whether it is for a room.
struct Asks {
  std::size_t persons = 1;
  bool room = false;
};

Result<Asks> asks_of(seal::ByteView file, const std::string& name) {
  const auto parsed = seal::parse_envelope(file, name, seal::kSessionKind);
  if (!parsed) return tl::unexpected(from_seal(parsed.error()));
  Asks out;
  for (const seal::LockBody& lock : parsed->locks) {
    if (const auto* quorum = std::get_if<seal::QuorumLockBody>(&lock)) out.persons = quorum->n;
    out.room = out.room || seal::room_of(lock) != seal::RoomId{};
  }
  return out;
}

Result<std::vector<seal::SecretString>> passphrases_of(const Options& options, std::size_t persons) {
  std::vector<seal::SecretString> out;
  for (std::size_t person = 0; person < std::max(persons, options.passphrase_files.size()); ++person) {
    seal::PassphraseSource from;
    if (person < options.passphrase_files.size()) from.file = options.passphrase_files[person];
    from.prompt = persons == 1 ? "Passphrase of the session"
                               : fmt::format("Passphrase of the session, {} of {}", person + 1, persons);
    auto passphrase = seal::read_passphrase(from);
    if (!passphrase) return tl::unexpected(from_seal(passphrase.error()));
    out.push_back(std::move(*passphrase));
  }
  return out;
}

Result<seal::Session> unlock(const seal::Bytes& file, const std::string& name,
                             const std::vector<seal::SecretString>& passphrases,
                             const seal::RoomSecret* room) {
  seal::LockKeys keys;
  for (const seal::SecretString& passphrase : passphrases) keys.passphrases.push_back(&passphrase.text());
  keys.room = room;
  return seal::open_session(file, name, keys).map_error(from_seal);
}

Result<void> show_file(Workspace& workspace, const std::string& path, std::uint64_t line) {
  if (auto shown = workspace.open(path, line); !shown) return shown;
  if (auto found = workspace.tree().reveal(path); !found) return found;
  workspace.focus = Focus::code;
  workspace.tree_reveal = true;
  return {};
}

/// To be changed by updates while it is open; wiped when the viewer goes.
std::shared_ptr<const seal::Session> kept(seal::Session session) {
  return {new seal::Session(std::move(session)), [](seal::Session* own) {
            wipe_secrets(*own);
            delete own;
          }};
}

/// How the log names the release: by nothing where the archive has no other.
std::string recorded_release(const seal::ArchiveReader& archive) {
  return archive.releases().size() > 1 ? archive.release() : std::string();
}

/// Where the reviewer was when the session was last open, if he reads the same release again.
void go_to_last_place(Opened& opened, const std::string& release) {
  auto last = opened.recording->recorder().last_place();
  if (!last || last->path.empty()) return;
  seal::RecordedPath of = seal::split_recorded(last->path);
  if (of.release != release) return;
  last->path = std::move(of.path);
  // It may be out of scope by now.
  if (const auto shown = show_file(*opened.workspace, last->path, last->line); !shown) return;
  opened.workspace->active()->set_first_column(last->column);
}

/// Has the room let in a session that was unlocked.
Result<Grant> let_in(const Options& options, const Admittance& admittance, std::int64_t now_unix_s) {
  if (options.shot && !admittance.issued->policy.allow_shot) {
    // Its own clause is said, and recorded, of a session that is this room's.
    const auto own =
        seal::check_belonging(*admittance.room, *admittance.issued, admittance.media, now_unix_s);
    if (!own) return tl::unexpected(from_seal(own.error()));
    return tl::unexpected(
        from_seal(seal::refused_by("shot", "The session does not allow pictures; ask the vendor.").value()));
  }
  auto admission = seal::admit(*admittance.room, *admittance.issued, admittance.media, now_unix_s);
  if (!admission) return tl::unexpected(from_seal(admission.error()));
  return Grant::begin(std::move(admission->session), now_unix_s);
}

/// What is said of a session that was unlocked and not let in, once the clause that refuses is in its log.
AppError turned_away(const Admittance& admittance, AppError why) {
  const std::string_view clause = clause_of(why.message);
  if (clause.empty()) return why;
  if (const auto done = record_refusal(*admittance.issued, admittance, clause); !done)
    why.message += fmt::format(" This could not be recorded: {}", done.error().message);
  return why;
}

}  // namespace

Result<Admitted> open_grant(const Options& options, std::int64_t now_unix_s) {
  auto file = seal::read_small_file(options.session, seal::kSessionKind.limit_bytes);
  if (!file) return tl::unexpected(from_seal(file.error()));
  const std::string name = options.session.filename().native();
  const auto asks = asks_of(*file, name);
  if (!asks) return tl::unexpected(asks.error());
  const auto passphrases = passphrases_of(options, asks->persons);
  if (!passphrases) return tl::unexpected(passphrases.error());
  // A session of a room finds out without one that it needs it; nothing is made for it here.
  if (asks->room && options.room.empty())
    return tl::unexpected(unlock(*file, name, *passphrases, nullptr).error());
  auto room = open_room(options, now_unix_s);
  if (!room) return tl::unexpected(room.error());
  const seal::RoomSecret secret = room->secret();
  auto session = unlock(*file, name, *passphrases, &secret);
  if (!session) return tl::unexpected(session.error());
  Admittance admittance;
  admittance.room = std::make_shared<const seal::Room>(std::move(*room));
  admittance.persons = asks->persons;
  // A session has one log. Pictures and prints of a vendor's own trial wait for one another; whoever reads
  // does so alone.
  const bool reads = session->bound_to_room() || opens_window(options);
  auto held =
      seal::lock_session(*admittance.room, session->id, reads ? std::chrono::seconds(0) : kPictureWait);
  if (!held) return tl::unexpected(from_seal(held.error()));
  admittance.held = std::move(*held);
  admittance.session_file = std::move(*file);
  admittance.media = {options.session.parent_path(), options.archive.parent_path()};
  admittance.issued = kept(std::move(*session));
  auto grant = let_in(options, admittance, now_unix_s);
  if (!grant) return tl::unexpected(turned_away(admittance, std::move(grant.error())));
  return Admitted{std::move(*grant), std::move(admittance)};
}

Result<std::shared_ptr<const seal::ArchiveReader>> open_sealed(const Grant& grant, const Options& options) {
  const seal::Session& session = grant.session();
  auto archive = seal::ArchiveReader::open(options.archive, session.archive_key, session.vendor_key);
  if (!archive) return tl::unexpected(from_seal(archive.error()));
  if (archive->id() != session.archive_id)
    return tl::unexpected(
        AppError{ExitCode::auth, "The session is for another archive: give the archive that came with it."});
  if (!options.release.empty()) {
    archive = archive->with_release(options.release);
    if (!archive) return tl::unexpected(from_seal(archive.error()));
  }
  return std::make_shared<const seal::ArchiveReader>(std::move(*archive));
}

Result<Opened> open_release(Admitted admitted, const Options& options, std::function<void()> on_change) {
  auto archive = open_sealed(admitted.grant, options);
  if (!archive) return tl::unexpected(archive.error());
  const std::string release = recorded_release(**archive);
  auto source = archive_source(std::move(*archive));
  auto scoped = scoped_source(std::move(source), admitted.grant.session().policy);
  if (!scoped) return tl::unexpected(scoped.error());
  source = std::move(*scoped);
  auto workspace = Workspace::create(*source, options.font_px, options.theme, on_change);
  if (!workspace) return tl::unexpected(workspace.error());
  auto recording =
      begin_session_log(admitted.grant, admitted.admittance, options, source->release(), on_change);
  if (!recording) return tl::unexpected(recording.error());
  Opened opened{std::move(admitted.grant), std::move(admitted.admittance), std::move(source),
                std::move(*workspace), std::move(*recording)};
  opened.recording->reads(release);
  opened.workspace->focus = Focus::tree;
  if (options.open_path.empty()) {
    if (opens_window(options)) go_to_last_place(opened, release);
    return opened;
  }
  if (auto shown = show_file(*opened.workspace, options.open_path, options.open_line); !shown) {
    if (const auto clause = clause_of(shown.error().message); !clause.empty())
      opened.recording->refused(clause);
    return tl::unexpected(shown.error());
  }
  return opened;
}

}  // namespace spoor::app
