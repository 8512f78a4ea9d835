#include "tests/vectors/scenario.hpp"

namespace spoor::vectors {

Scenarios all_scenarios() {
  Scenarios out;
  add_good_archives(out);
  add_archive_ends(out);
  add_archive_frames(out);
  add_archive_listings(out);
  add_archive_tables(out);
  add_archive_releases(out);
  add_archive_blocks(out);
  add_sessions(out);
  add_policies(out);
  add_session_locks(out);
  add_envelopes(out);
  add_kits(out);
  add_key_files(out);
  add_revocations(out);
  add_updates(out);
  add_rooms(out);
  add_successions(out);
  add_notes(out);
  add_escrows(out);
  add_prints(out);
  return out;
}

}  // namespace spoor::vectors
