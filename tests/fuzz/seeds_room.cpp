// Policies, updates, and what a room writes.
#include "tests/fuzz/seeds.hpp"
#include "tests/unit/seal/room_fixtures.hpp"
#include "watermark/seal/notes_file.hpp"
#include "watermark/seal/room_keys.hpp"

namespace spoor::fuzz {

namespace fs = std::filesystem;
using namespace seal_test;

namespace {

seal::Policy full_policy() {
  seal::Policy out;
  out.daily_hours = seal::DailyHours{0x1F, 1320, 360, 60};
  out.idle_lock_s = 300;
  out.openings_max = 4;
  out.revocation_list_max_age_s = 86400;
  out.note_allowance_chars = 100;
  out.print_pages_total = 5;
  out.print_consecutive_lines = 60;
  out.allow_shot = false;
  out.unlock_n = 2;
  out.unlock_m = 3;
  out.overlay_text = "for \xC3\xA9valuation";
  out.scope_include = {"*.[ch]", "kernel", "{a,b}/**"};
  out.scope_exclude = {"*.key"};
  return out;
}

void write_policies(const fs::path& corpus) {
  put(corpus / "fuzz_policy/default", seal::encode_policy({}));
  put(corpus / "fuzz_policy/full", seal::encode_policy(full_policy()));
  const std::string example = read_text(SPOOR_EXAMPLE_POLICY);
  put(corpus / "fuzz_policy_toml/example", seal::as_bytes(example));
  // The example without its comments: shorter, so that mutations hit what counts.
  std::string plain;
  for (std::size_t at = 0; at < example.size();) {
    const std::size_t end = std::min(example.find('\n', at), example.size());
    const std::string line = example.substr(at, end - at);
    if (const std::string words = line.substr(0, line.find('#')); !words.empty()) plain += words + "\n";
    at = end + 1;
  }
  put(corpus / "fuzz_policy_toml/plain", seal::as_bytes(plain));
}

void write_updates(const fs::path& corpus) {
  const seal::Session session = small_session(2);
  SeededRandom random(1);
  seal::SessionUpdate update = small_update(session, 3);
  update.change = seal::UpdateChange::extend;
  update.expires_unix_s += seal::kSlotSeconds;
  update.tables_a = {session.tables_a[0]};
  const auto whole = seal_write::seal_update(update, session.update_key, vendor(), random).value();
  put(corpus / "fuzz_update/whole", whole);
  seal::LockKeys keys;
  keys.update_key = &session.update_key;
  put(corpus / "fuzz_update/extend",
      seal::open_envelope(whole, "seed", seal::kUpdateKind, keys).value().body.view());
  const auto revoking = [&] {
    seal::SessionUpdate out = small_update(session, 4);
    out.change = seal::UpdateChange::revoke;
    return seal_write::seal_update(out, session.update_key, vendor(), random).value();
  }();
  put(corpus / "fuzz_update/revoke",
      seal::open_envelope(revoking, "seed", seal::kUpdateKind, keys).value().body.view());
}

void write_notes(const fs::path& corpus) {
  const auto owner = seal::notes_owner(key_of(0x71), kArchiveId).value();
  using Kind = seal::NoteKind;
  const std::vector<seal::Note> notes = {{"a.c", 0, 0, Kind::reviewed, kNow, "", {}},
                                         {"a.c", 3, 3, Kind::bookmark, kNow, "", {}},
                                         {"a.c", 3, 9, Kind::note, kNow, "why?", {1, 2, 3}},
                                         {"b.c", 1, 4, Kind::to_do, kNow, "", {}}};
  const auto whole = seal::seal_notes(notes, owner, seeded_fill(1)).value();
  put(corpus / "fuzz_notes/whole", whole);
  const seal::ByteView bytes(whole);
  const auto key = seal::derive_key(owner.key, bytes.subspan(60, 32), "spoor notes file").value();
  seal::Bytes body(whole.size() - 92 - seal::kTagBytes);
  if (!seal::gcm_open(key, {}, bytes.first(92), bytes.subspan(92), body)) return;
  // Without its filling: short, so that mutations hit the notes.
  while (!body.empty() && body.back() == 0) body.pop_back();
  put(corpus / "fuzz_notes/body", body);
}

}  // namespace

void write_room_seeds(const fs::path& corpus) {
  write_policies(corpus);
  write_updates(corpus);
  write_notes(corpus);
  put(corpus / "fuzz_succession/whole",
      seal_write::seal_succession(vendor(), vendor(2), kNow - 10, kNow + 900).value());
  put(corpus / "fuzz_room_public/whole", room_public_file());
  const std::string fingerprint = seal::fingerprint_text(room_public().id);
  put(corpus / "fuzz_room_public/fingerprint", seal::as_bytes(fingerprint));

  seal::RoomState state;
  state.writes = 12;
  state.clock_unix_s = kNow;
  const seal::Session session = small_session(1);
  state.vendor_entry(vendor().public_key()).list_number = 7;
  state.vendor_entry(vendor(2).public_key());
  seal::VendorMemory& former = state.vendor_entry(vendor().public_key());
  former.successor = vendor(2).public_key();
  former.succeeded_unix_s = kNow - 10;
  former.sessions_until_unix_s = kNow + 900;
  state.session_entry(session).openings = 2;
  put(corpus / "fuzz_room_state/body", seal::encode_state(state));
  put(corpus / "fuzz_room_state/whole",
      seal::seal_state(state, room_public().id, key_of(0x55), seeded_fill(1)).value());
  // The keys of the tests' own room: see room_public().
  const seal::RoomKeys keys{key_of(0x31), room_secret().agreement_key, key_of(0x55)};
  put(corpus / "fuzz_room_state/keys",
      seal::seal_room_keys(keys, room_public().id, "", kCheapCost, seeded_fill(2)).value());
  put(corpus / "fuzz_room_state/sealed-keys",
      seal::seal_room_keys(keys, room_public().id, kPassphrase, kCheapCost, seeded_fill(3)).value());
}

}  // namespace spoor::fuzz
