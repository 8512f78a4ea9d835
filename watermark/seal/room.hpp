// A room: the directory that one reading machine keeps, and the owner of its keys.
//
//   room.key       private keys            room.pub    what the vendor seals sessions to
//   state          what it remembers       logs/       a log a session (seal/log*)
//   locks/         one file a session that is open here
//   prints/        pages that were printed, sealed (seal/room_prints)
//   notes/         a file a reviewer and archive, sealed to him (seal/notes_file)
//
// A room that nobody made is made on first use for sessions that are bound to none: see own_room_directory.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "watermark/seal/file.hpp"
#include "watermark/seal/room_keys.hpp"
#include "watermark/seal/room_rules.hpp"

namespace spoor::seal {

inline constexpr std::string_view kRoomStateFileName = "state";
inline constexpr std::string_view kRoomLogsName = "logs";
inline constexpr std::string_view kRoomPrintsName = "prints";
inline constexpr std::string_view kRoomNotesName = "notes";

struct RoomPlan {
  std::string name{};
  std::string passphrase{};  ///< empty: none
  ScryptCost cost{};
  std::vector<VendorPublicKey> vendors{};  ///< pinned from the start
  bool pins_vendors = true;                ///< else any vendor's sessions open
};

class Room {
 public:
  /// Makes a room in a directory that does not exist yet or is empty. Errors: usage, io.
  static Result<void> create(const std::filesystem::path& directory, const RoomPlan& plan,
                             std::int64_t now_unix_s, const RandomFill& random = system_random);
  /// Errors: io, wrong_key, damaged, unsupported, refused (others may enter the directory).
  static Result<Room> open(const std::filesystem::path& directory, const std::string& passphrase,
                           const RandomFill& random = system_random);
  /// Whether opening asks for a passphrase. Errors: as above.
  static Result<bool> is_sealed(const std::filesystem::path& directory);
  /// Opens the room for sessions that are bound to none, and makes it first where it is not there.
  static Result<Room> own(std::int64_t now_unix_s, const RandomFill& random = system_random);

  [[nodiscard]] const RoomPublic& identity() const { return identity_; }
  [[nodiscard]] RoomSecret secret() const { return {identity_.id, keys_.agreement_key}; }
  [[nodiscard]] Result<Signature> sign(ByteView message) const;
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  [[nodiscard]] std::filesystem::path logs() const { return directory_ / kRoomLogsName; }
  /// Where a print is kept, by the number of its first page.
  [[nodiscard]] std::filesystem::path print_file(std::string_view number) const;
  /// A place for the prints. Error: io.
  [[nodiscard]] Result<void> make_prints() const;
  [[nodiscard]] std::filesystem::path notes() const { return directory_ / kRoomNotesName; }
  /// A place for notes, durable. Error: io.
  [[nodiscard]] Result<void> make_notes() const;
  /// Pages as they are kept in print_file(number). Error: io.
  [[nodiscard]] Result<Bytes> sealed_print(std::string_view number, ByteView pdf) const;
  /// Errors: io (there is none), damaged, unsupported.
  [[nodiscard]] Result<Bytes> print(std::string_view number) const;

  /// Errors: io, damaged, unsupported.
  [[nodiscard]] Result<RoomState> state() const;
  /// Reads the state, has it changed and writes it, whole or not at all, while nobody else does. What the
  /// change answers is passed on; after an error nothing is written. Errors: as above, and the change's.
  [[nodiscard]] Result<void> change(const std::function<Result<void>(RoomState&)>& change) const;
  /// From now on only these vendors' sessions open; what was known of others, and of keys that followed each
  /// other, is forgotten. For when a vendor's key was lost or stolen. Errors: as above.
  [[nodiscard]] Result<void> pin(std::span<const VendorPublicKey> vendors) const;

 private:
  Room(std::filesystem::path directory, RoomPublic identity, RoomKeys keys, RandomFill random);

  std::filesystem::path directory_;
  RoomPublic identity_;
  RoomKeys keys_;
  RandomFill random_;
};

/// $XDG_STATE_HOME/spoor/room, or below ~/.local/state. Error: io, where neither is known.
[[nodiscard]] Result<std::filesystem::path> own_room_directory();

/// Held as long as a session is open in a room: no second viewer opens it there. Error refused: one has it,
/// and did not close it while this waited.
[[nodiscard]] Result<Descriptor> lock_session(const Room& room, const std::string& session_id,
                                              std::chrono::milliseconds wait = {});

struct Admission {
  Session session;            ///< as it stands today, updates applied
  std::uint32_t opening = 0;  ///< the how-manieth this is, from 1
  std::uint64_t update_number = 0;
};

/// Lets a session in, or says by which rule not. What it leaves behind is durable before this returns. Looks
/// for updates and revocation lists in the room's directory and in `media`, those of session and archive.
/// Errors: refused; io, damaged, unsupported, bad_signature, wrong_key (of those files).
[[nodiscard]] Result<Admission> admit(const Room& room, const Session& session,
                                      const std::vector<std::filesystem::path>& media,
                                      std::int64_t now_unix_s);

/// Whether the session is of a vendor of this room's and for this room; nothing is counted, and nothing else
/// is asked. Errors: refused (vendor, room); io, damaged, unsupported.
[[nodiscard]] Result<void> check_belonging(const Room& room, const Session& session,
                                           const std::vector<std::filesystem::path>& media,
                                           std::int64_t now_unix_s);

/// While a session is open: raises the latest clock, and looks for a revocation list and an update that are
/// newer than what the room has seen. `session` is the session as it was issued; what is returned is the
/// session as a newer update leaves it, or nothing where there is none. What is missing or cannot be read
/// waits for the next opening, which will refuse it: a medium may be taken out while somebody reads. Errors:
/// refused (the clock was set back, or what is newer breaks a rule, as it does when it revokes); io.
[[nodiscard]] Result<std::optional<Session>> look_again(const Room& room, const Session& session,
                                                        const std::vector<std::filesystem::path>& media,
                                                        std::int64_t now_unix_s);

}  // namespace spoor::seal
