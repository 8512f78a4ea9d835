// Session updates: the body's parser, a body in a sealed file, the file signed again; and what a room makes
// of the update.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "tests/unit/seal/room_fixtures.hpp"

using namespace spoor;
using namespace spoor::seal_test;

namespace {

/// What the vendor's program never does: seals whatever it is given.
seal::Bytes sealed(seal::ByteView body, const seal::Session& session) {
  SeededRandom random(1);
  const seal_write::UpdateLock lock(seal::session_id_bytes(session.id).value(), session.update_key);
  return seal_write::seal_envelope(body, seal::kUpdateKind, lock, vendor(), random).value();
}

void use(const seal::SessionUpdate& update, const seal::Session& session) {
  seal::RoomState state;
  const seal::Attempt attempt{&session, &update, nullptr, &state, session.room, kNow};
  const bool let_in = seal::check_rules(attempt).has_value();
  const auto today = seal::updated(session, update);
  if (today) {
    fuzz::insist(today->tables_a.size() ==
                 seal::slots_of_window(today->start_unix_s, today->expires_unix_s).value());
    fuzz::insist(today->table_at(today->expires_unix_s - 1).has_value());
  }
  if (let_in) seal::remember(attempt, state);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  static const seal::Session session = small_session(2);
  seal::SessionUpdate update;
  const bool decodes = seal::decode_update(input, update);
  const auto opened = seal::open_update(sealed(input, session), "sealed", session.update_key);
  // A file opens where its body is one, and is the session's that its lock names.
  fuzz::insist(opened.has_value() == (decodes && update.session_id == session.id));
  if (opened) use(*opened, session);
  static_cast<void>(seal::open_update(input, "raw", session.update_key));
  static_cast<void>(
      seal::open_update(fuzz::signed_envelope(input, seal::kUpdateKind), "signed", session.update_key));
  return 0;
}
