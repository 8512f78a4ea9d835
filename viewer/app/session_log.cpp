#include "viewer/app/session_log.hpp"

#include <fmt/format.h>

#include <utility>

#include "watermark/seal/reviewer_key.hpp"

namespace spoor::app {
namespace {

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

/// The key that the reviewer's own records are sealed to; zeros where he gave none.
Result<seal_log::PublicKey> reviewer_key_of(const Options& options) {
  if (options.reviewer_key.empty()) return seal_log::PublicKey{};
  const auto key = seal_log::read_reviewer_public(options.reviewer_key);
  if (!key) return tl::unexpected(from_seal(key.error()));
  // Tried now: a key that everybody knows would make the first search fail, and the log with it.
  seal::SecretKey trial;
  if (const auto filled = seal::system_random(trial); !filled)
    return tl::unexpected(from_seal(filled.error()));
  if (*key == seal_log::PublicKey{} || !seal::agree(trial, *key))
    return tl::unexpected(
        AppError{ExitCode::damaged,
                 fmt::format("The reviewer's key file {} holds a key that keeps no secret; make one "
                             "with 'spoor log key'.",
                             seal::shown(options.reviewer_key.native()))});
  return *key;
}

/// Whose log it is, and where.
RecordingPlan plan_of(const seal::Session& session, const Admittance& admittance) {
  const seal::RoomPublic& room = admittance.room->identity();
  RecordingPlan plan;
  plan.directory = admittance.room->logs();
  plan.identity = {session.vendor_key, room.id,        room.signing_key, session.id,
                   session.archive_id, session.log_key};
  plan.keys.sign = [room_keys = admittance.room](seal::ByteView message) { return room_keys->sign(message); };
  plan.keys.update_key = session.update_key;
  return plan;
}

seal_log::OpenedBy way_in(const seal::Session& session, const Admittance& admittance) {
  if (admittance.persons > 1) return seal_log::OpenedBy::several;
  return session.bound_to_room() ? seal_log::OpenedBy::room : seal_log::OpenedBy::passphrase;
}

}  // namespace

Result<std::unique_ptr<Recording>> begin_session_log(const Grant& grant, const Admittance& admittance,
                                                     const Options& options, const std::string& release,
                                                     std::function<void()> on_failure) {
  const auto reviewer_key = reviewer_key_of(options);
  if (!reviewer_key) return tl::unexpected(reviewer_key.error());
  const seal::Session& session = grant.session();
  RecordingPlan plan = plan_of(session, admittance);
  plan.keys.reviewer_key = *reviewer_key;
  plan.opened = {session.reviewer, way_in(session, admittance)};
  plan.reviewer = session.reviewer;
  plan.release = release;
  return Recording::begin(std::move(plan), std::move(on_failure));
}

Result<void> record_refusal(const seal::Session& session, const Admittance& admittance,
                            std::string_view clause) {
  // Else whoever brings a session of his own making could begin the log of another vendor's.
  if (clause == "vendor" || clause == "room") return {};
  RecordingPlan plan = plan_of(session, admittance);
  const seal_log::Moment now = seal_log::system_moment();
  auto writer =
      seal_log::LogWriter::open(plan.directory, plan.identity, std::move(plan.keys), now.unix_ms / 1000);
  if (!writer) return tl::unexpected(from_seal(writer.error()));
  return seal_log::record_refusal(**writer, std::string(clause), now).map_error(from_seal);
}

}  // namespace spoor::app
