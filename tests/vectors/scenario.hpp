// The test vectors: files of each format with at most one thing wrong, and how a reader must answer. They are
// made from fixed keys and a fixed seed, so that every run writes the same bytes.
#pragma once

#include <string>
#include <vector>

#include "watermark/seal/wire.hpp"

namespace spoor::vectors {

/// How reading a file ends. Anything but ok is a failure class of SPEC.md.
inline constexpr const char* kOk = "ok";
inline constexpr const char* kDamaged = "damaged";
inline constexpr const char* kUnsupported = "unsupported";
inline constexpr const char* kWrongKey = "wrong_key";
inline constexpr const char* kBadSignature = "bad_signature";

struct Scenario {
  std::string name;    ///< of the file, with the suffix that names its format
  std::string fault;   ///< what is wrong, or what the file holds
  std::string expect;  ///< kOk or a failure class
  seal::Bytes file;
};

using Scenarios = std::vector<Scenario>;

// One group a function; together they are the whole set, in the order of the manifest.
void add_good_archives(Scenarios& out);
void add_archive_ends(Scenarios& out);      ///< header, footer, signature, manifest
void add_archive_frames(Scenarios& out);    ///< what the compressor's frames may not be
void add_archive_listings(Scenarios& out);  ///< directories and indexes that lie
void add_archive_tables(Scenarios& out);    ///< tables over the whole tree
void add_archive_releases(Scenarios& out);  ///< several releases in one archive
void add_archive_blocks(Scenarios& out);    ///< blocks that are another's
void add_sessions(Scenarios& out);
void add_policies(Scenarios& out);       ///< of a session
void add_session_locks(Scenarios& out);  ///< rooms and quorums
void add_envelopes(Scenarios& out);      ///< faults of the envelope, shown on a session
void add_kits(Scenarios& out);
void add_key_files(Scenarios& out);
void add_escrows(Scenarios& out);
void add_revocations(Scenarios& out);
void add_updates(Scenarios& out);
void add_rooms(Scenarios& out);  ///< room.pub
void add_successions(Scenarios& out);
void add_notes(Scenarios& out);   ///< of a reviewer
void add_prints(Scenarios& out);  ///< in a room

[[nodiscard]] Scenarios all_scenarios();

}  // namespace spoor::vectors
