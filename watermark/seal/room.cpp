#include "watermark/seal/room.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <thread>
#include <utility>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/ed25519.hpp"
#include "watermark/seal/room_prints.hpp"

namespace spoor::seal {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLockPause{20};
constexpr const char* kStateLockName = "state.lock";
constexpr std::int64_t kForgetAfterS = std::int64_t{400} * 86400;

tl::unexpected<SealError> cannot(std::string_view what, const fs::path& path, int error_number) {
  const std::string_view hint =
      error_number == EROFS
          ? " A room is written to while it is read in: put it on a medium that can be written."
      : error_number == EACCES ? " A room belongs to the reviewers' account: give it to that."
                               : "";
  return fail(SealErrorCode::io, fmt::format("Cannot {} {}: {}.{}", what, shown(path.native()),
                                             system_words(error_number), hint));
}

Result<void> make_directory(const fs::path& path) {
  if (::mkdir(path.c_str(), S_IRWXU) == 0 || errno == EEXIST) return {};
  return cannot("make", path, errno);
}

Result<void> check_private(const fs::path& directory) {
  struct stat status {};
  if (::stat(directory.c_str(), &status) != 0) return cannot("open the room", directory, errno);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return fail(SealErrorCode::refused,
              fmt::format("Other users may enter the room {}; close it with 'chmod 700'.",
                          shown(directory.native())));
}

/// A file that is locked as long as its descriptor lives; none where another process has it.
Result<std::optional<Descriptor>> lock_file(const fs::path& path, bool wait) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file.valid()) return cannot("open", path, errno);
  int done = 0;
  do {
    done = ::flock(file.get(), LOCK_EX | (wait ? 0 : LOCK_NB));
  } while (done != 0 && errno == EINTR);
  if (done == 0) return file;
  if (errno == EWOULDBLOCK) return std::nullopt;
  return cannot("lock", path, errno);
}

Result<RoomPublic> read_identity(const fs::path& directory) {
  auto identity = open_room_public(directory / kRoomPublicFileName);
  if (!identity && identity.error().code == SealErrorCode::io) {
    return fail(SealErrorCode::io, fmt::format("{} is not a room; make one with 'spoor room init'. ({})",
                                               shown(directory.native()), identity.error().message));
  }
  return identity;
}

Result<RoomState> read_state(const fs::path& directory, const RoomId& room, const SecretKey& key) {
  const auto file = read_small_file(directory / kRoomStateFileName, kMaxStateBytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_state(*file, room, key);
}

void forget_old(RoomState& state) {
  std::erase_if(state.sessions, [&](const SessionMemory& session) {
    return session.expires_unix_s < state.clock_unix_s - kForgetAfterS;
  });
}

Result<void> write_state(const fs::path& directory, RoomState& state, const RoomId& room,
                         const SecretKey& key, const RandomFill& random) {
  ++state.writes;
  forget_old(state);
  const auto file = seal_state(state, room, key, random);
  if (!file) return tl::make_unexpected(file.error());
  return write_file(directory / kRoomStateFileName, *file);
}

Result<void> fill_room(const fs::path& directory, const RoomPlan& plan, std::int64_t now_unix_s,
                       const RandomFill& random) {
  const auto keys = draw_room_keys(random);
  if (!keys) return tl::make_unexpected(keys.error());
  const auto identity_file = make_room_public(*keys, plan.name, now_unix_s);
  if (!identity_file) return tl::make_unexpected(identity_file.error());
  const auto identity = open_room_public(*identity_file, kRoomPublicFileName);
  if (!identity) return tl::make_unexpected(identity.error());
  const auto key_file = seal_room_keys(*keys, identity->id, plan.passphrase, plan.cost, random);
  if (!key_file) return tl::make_unexpected(key_file.error());
  RoomState state;
  state.pins_vendors = plan.pins_vendors;
  for (const VendorPublicKey& vendor : plan.vendors) state.vendor_entry(vendor);
  auto done = make_directory(directory / kRoomLogsName);
  if (done) done = make_directory(directory / "locks");
  if (done) done = write_state(directory, state, identity->id, keys->state_key, random);
  if (done) done = write_file(directory / kRoomKeyFileName, *key_file);
  // Last, for it is what makes the directory a room.
  if (done) done = write_file(directory / kRoomPublicFileName, *identity_file);
  return done;
}

/// The vendor's newest list in some directories, one of a newer key first; another vendor's is passed over, a
/// damaged one is not.
Result<std::optional<SeenList>> newest_list(const std::vector<fs::path>& directories,
                                            const VendorPublicKey& vendor, const RoomState& state) {
  std::optional<SeenList> out;
  for (const fs::path& directory : directories) {
    const fs::path path = directory / kRevocationFileName;
    std::error_code error;
    if (fs::symlink_status(path, error).type() == fs::file_type::not_found) continue;
    const auto file = read_small_file(path, kRevocationKind.limit_bytes);
    if (!file) return tl::make_unexpected(file.error());
    auto list = open_revocations(*file, path.filename().native());
    const auto digest = sha256(*file);
    if (!list || !digest) return tl::make_unexpected(list ? digest.error() : list.error());
    if (list->vendor_key != vendor && !state.leads_to(vendor, list->vendor_key)) continue;
    const bool newer_key = out && state.leads_to(out->list.vendor_key, list->vendor_key);
    const bool older_key = out && state.leads_to(list->vendor_key, out->list.vendor_key);
    if (older_key || (out && !newer_key && out->list.number >= list->number)) continue;
    out = SeenList{std::move(*list), *digest};
  }
  return out;
}

bool is_newer(const SeenList& list, const VendorMemory* vendor) {
  return vendor == nullptr || list.list.number > vendor->list_number;
}
bool is_newer(const SessionUpdate& update, const SessionMemory* session) {
  return session == nullptr || update.number > session->update_number;
}

/// Remembered whether the session is let in or not: a medium that brought one must not be able to take it
/// back.
Result<void> learn_successions(const Room& room, const std::vector<fs::path>& places,
                               const VendorPublicKey& session_vendor, std::int64_t now_unix_s) {
  const auto found = find_successions(places);
  if (!found) return tl::make_unexpected(found.error());
  auto now = room.state();
  if (!now) return tl::make_unexpected(now.error());
  const auto news = take_successions(*now, *found, session_vendor, now_unix_s);
  if (!news) return tl::make_unexpected(news.error());
  if (!*news) return {};
  return room.change([&](RoomState& state) -> Result<void> {
    const auto taken = take_successions(state, *found, session_vendor, now_unix_s);
    if (!taken) return tl::make_unexpected(taken.error());
    return {};
  });
}

std::vector<fs::path> searched(const Room& room, const std::vector<fs::path>& media) {
  std::vector<fs::path> out = {room.directory()};
  for (const fs::path& directory : media) {
    const fs::path named = directory.empty() ? fs::path(".") : directory;
    if (std::find(out.begin(), out.end(), named) == out.end()) out.push_back(named);
  }
  return out;
}

}  // namespace

Room::Room(fs::path directory, RoomPublic identity, RoomKeys keys, RandomFill random)
    : directory_(std::move(directory)),
      identity_(std::move(identity)),
      keys_(std::move(keys)),
      random_(std::move(random)) {}

Result<void> Room::create(const fs::path& directory, const RoomPlan& plan, std::int64_t now_unix_s,
                          const RandomFill& random) {
  std::error_code error;
  const bool exists = fs::exists(fs::symlink_status(directory, error));
  if (exists && (!fs::is_directory(directory, error) || !fs::is_empty(directory, error))) {
    return fail(SealErrorCode::usage,
                fmt::format("{} exists and is not an empty directory; choose another place for the room.",
                            shown(directory.native())));
  }
  if ((!exists && ::mkdir(directory.c_str(), S_IRWXU) != 0) || ::chmod(directory.c_str(), S_IRWXU) != 0)
    return cannot("make the room", directory, errno);
  auto done = fill_room(directory, plan, now_unix_s, random);
  if (!done && !exists) fs::remove_all(directory, error);  // the first error is the one to report
  return done;
}

Result<bool> Room::is_sealed(const fs::path& directory) {
  if (const auto identity = read_identity(directory); !identity) return tl::make_unexpected(identity.error());
  const auto file = read_small_file(directory / kRoomKeyFileName, kMaxRoomKeyBytes);
  if (!file) return tl::make_unexpected(file.error());
  return room_keys_are_sealed(*file);
}

Result<Room> Room::open(const fs::path& directory, const std::string& passphrase, const RandomFill& random) {
  auto identity = read_identity(directory);
  if (!identity) return tl::make_unexpected(identity.error());
  if (auto closed = check_private(directory); !closed) return tl::make_unexpected(closed.error());
  auto file = read_small_file(directory / kRoomKeyFileName, kMaxRoomKeyBytes);
  if (!file) return tl::make_unexpected(file.error());
  auto keys = open_room_keys(*file, *identity, passphrase);
  wipe(file->data(), file->size());
  if (!keys) return tl::make_unexpected(keys.error());
  Room out(directory, std::move(*identity), std::move(*keys), random);
  if (const auto state = out.state(); !state) return tl::make_unexpected(state.error());
  return out;
}

Result<Room> Room::own(std::int64_t now_unix_s, const RandomFill& random) {
  const auto directory = own_room_directory();
  if (!directory) return tl::make_unexpected(directory.error());
  std::error_code error;
  fs::create_directories(directory->parent_path(), error);
  if (error) return cannot("make the directory", directory->parent_path(), error.value());
  // Two viewers may be the first at once.
  const auto guard = lock_file(directory->parent_path() / "room.lock", true);
  if (!guard) return tl::make_unexpected(guard.error());
  if (!fs::exists(*directory / kRoomPublicFileName, error)) {
    fs::remove_all(*directory,
                   error);  // of one that was killed while it made the room: no session opened in it
    RoomPlan plan;
    plan.name = "sessions without a room";
    plan.pins_vendors = false;
    if (auto made = create(*directory, plan, now_unix_s, random); !made)
      return tl::make_unexpected(made.error());
  }
  return open(*directory, "", random);
}

Result<Signature> Room::sign(ByteView message) const {
  return ed25519_sign(keys_.signing_seed, message);
}

fs::path Room::print_file(std::string_view number) const {
  return directory_ / kRoomPrintsName / fmt::format("{}{}", number, kPrintSuffix);
}

Result<void> Room::make_prints() const {
  return make_directory(directory_ / kRoomPrintsName);
}

Result<void> Room::make_notes() const {
  if (auto made = make_directory(notes()); !made) return made;
  const Descriptor directory(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid() || ::fsync(directory.get()) != 0) return cannot("write", directory_, errno);
  return {};
}

Result<Bytes> Room::sealed_print(std::string_view number, ByteView pdf) const {
  return seal_print(pdf, number, identity_.id, keys_.state_key, random_);
}

Result<Bytes> Room::print(std::string_view number) const {
  const auto file = read_small_file(print_file(number), kMaxPrintBytes);
  if (!file) return tl::make_unexpected(file.error());
  return open_print(*file, number, identity_.id, keys_.state_key);
}

Result<RoomState> Room::state() const {
  return read_state(directory_, identity_.id, keys_.state_key);
}

Result<void> Room::change(const std::function<Result<void>(RoomState&)>& change) const {
  const auto guard = lock_file(directory_ / kStateLockName, true);
  if (!guard) return tl::make_unexpected(guard.error());
  auto now = state();
  if (!now) return tl::make_unexpected(now.error());
  if (auto changed = change(*now); !changed) return changed;
  return write_state(directory_, *now, identity_.id, keys_.state_key, random_);
}

Result<void> Room::pin(std::span<const VendorPublicKey> vendors) const {
  return change([&](RoomState& state) -> Result<void> {
    std::vector<VendorMemory> before = std::exchange(state.vendors, {});
    state.pins_vendors = true;
    for (const VendorPublicKey& key : vendors) {
      VendorMemory& entry = state.vendor_entry(key);
      const auto same =
          std::find_if(before.begin(), before.end(), [&](const auto& one) { return one.key == key; });
      if (same == before.end()) continue;
      entry.list_number = same->list_number;
      entry.list_issued_unix_s = same->list_issued_unix_s;
      entry.list_sha256 = same->list_sha256;
    }
    return {};
  });
}

Result<fs::path> own_room_directory() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return fs::path(state) / "spoor" / "room";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return fs::path(home) / ".local/state/spoor/room";
  return fail(SealErrorCode::io, "There is no place to remember sessions in; set XDG_STATE_HOME or HOME.");
}

Result<Descriptor> lock_session(const Room& room, const std::string& session_id,
                                std::chrono::milliseconds wait) {
  const auto end = std::chrono::steady_clock::now() + wait;
  while (true) {
    auto held = lock_file(room.directory() / "locks" / (session_id + ".lock"), false);
    if (!held) return tl::make_unexpected(held.error());
    if (*held) return std::move(**held);
    if (std::chrono::steady_clock::now() >= end) break;
    std::this_thread::sleep_for(kLockPause);
  }
  return fail(SealErrorCode::refused,
              fmt::format("The session {} is open in another viewer; close that one first.", session_id));
}

Result<Admission> admit(const Room& room, const Session& session, const std::vector<fs::path>& media,
                        std::int64_t now_unix_s) {
  const std::vector<fs::path> places = searched(room, media);
  if (auto learnt = learn_successions(room, places, session.vendor_key, now_unix_s); !learnt)
    return tl::make_unexpected(learnt.error());
  const auto state_now = room.state();
  if (!state_now) return tl::make_unexpected(state_now.error());
  const auto list = newest_list(places, session.vendor_key, *state_now);
  const auto update = newest_update(places, session);
  if (!list || !update) return tl::make_unexpected(list ? update.error() : list.error());
  Admission out;
  const auto done = room.change([&](RoomState& state) -> Result<void> {
    Attempt attempt{
        &session,  *update ? &**update : nullptr, *list ? &**list : nullptr, &state, room.identity().id,
        now_unix_s};
    if (auto held = check_rules(attempt); !held) return held;
    auto today = *update ? updated(session, **update) : Result<Session>(session);
    if (!today) return tl::make_unexpected(today.error());
    remember(attempt, state, Opening::begins);
    out.session = std::move(*today);
    out.opening = state.session_entry(session).openings;
    out.update_number = *update ? (*update)->number : 0;
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return out;
}

Result<void> check_belonging(const Room& room, const Session& session, const std::vector<fs::path>& media,
                             std::int64_t now_unix_s) {
  if (auto learnt = learn_successions(room, searched(room, media), session.vendor_key, now_unix_s); !learnt)
    return learnt;
  const auto state = room.state();
  if (!state) return tl::make_unexpected(state.error());
  const std::vector<Rule> rules = belonging_rules();
  return check_rules({&session, nullptr, nullptr, &*state, room.identity().id, now_unix_s}, rules);
}

Result<std::optional<Session>> look_again(const Room& room, const Session& session,
                                          const std::vector<fs::path>& media, std::int64_t now_unix_s) {
  const std::vector<fs::path> places = searched(room, media);
  // What cannot be read or contradicts what is known is for the next opening to say.
  static_cast<void>(learn_successions(room, places, session.vendor_key, now_unix_s));
  const auto state_now = room.state();
  if (!state_now) return tl::make_unexpected(state_now.error());
  const auto list = newest_list(places, session.vendor_key, *state_now);
  const auto update = newest_update(places, session);
  std::optional<Session> out;
  const auto done = room.change([&](RoomState& state) -> Result<void> {
    if (auto held = check_clock(state.clock_unix_s, now_unix_s); !held) return held;
    Attempt attempt{&session, nullptr, nullptr, &state, room.identity().id, now_unix_s};
    if (list && *list && is_newer(**list, state.vendor(state.newest_key(session.vendor_key))))
      attempt.list = &**list;
    if (update && *update && is_newer(**update, state.session(session))) attempt.update = &**update;
    if (auto held = check_rules(attempt, running_rules(attempt)); !held) return held;
    if (attempt.update != nullptr) {
      auto today = updated(session, *attempt.update);
      if (!today) return {};  // its tables do not fit: the next opening says so
      out = std::move(*today);
    }
    remember(attempt, state, Opening::goes_on);
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return out;
}

}  // namespace spoor::seal
