#include "viewer/app/grant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "watermark/seal/secret.hpp"

namespace spoor::app {
namespace {

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

template <typename T>
void wipe(std::vector<T>& secret) {
  if (!secret.empty()) seal::wipe(secret.data(), secret.size() * sizeof(T));
}

}  // namespace

Grant::Grant(seal::Session session) : session_(std::move(session)) {}

Grant::~Grant() {
  wipe_secrets(session_);
  wipe(table_.b);
  seal::wipe(table_.a.data(), sizeof table_.a);
}

void wipe_secrets(seal::Session& session) noexcept {
  wipe(session.tables_a);
  wipe(session.table_b);
  seal::wipe(session.archive_key.data(), session.archive_key.size());
}

void Grant::renew(seal::Session session, std::int64_t now_unix_s) {
  wipe_secrets(session_);
  session_ = std::move(session);
  slot_ = -1;
  advance(now_unix_s);
}

Result<Grant> Grant::begin(seal::Session session, std::int64_t now_unix_s) {
  Grant grant(std::move(session));
  auto table = grant.session_.table_at(now_unix_s);
  if (!table) return tl::unexpected(AppError{seal::exit_code_for(table.error().code), table.error().message});
  grant.table_ = std::move(*table);
  grant.slot_ = (now_unix_s - grant.session_.start_unix_s) / seal::kSlotSeconds;
  return grant;
}

bool Grant::advance(std::int64_t now_unix_s) {
  if (ended_) return false;
  const std::int64_t slot = (now_unix_s - session_.start_unix_s) / seal::kSlotSeconds;
  if (slot == slot_ && now_unix_s < session_.expires_unix_s) return true;
  auto table = session_.table_at(now_unix_s);
  if (!table) {
    end(seal_log::LockReason::over, {});
    return false;
  }
  table_ = std::move(*table);
  slot_ = slot;
  return true;
}

void Grant::lock(seal_log::LockReason why, std::string reason) {
  locked_ = true;
  why_ = why;
  reason_ = std::move(reason);
}

void Grant::end(seal_log::LockReason why, std::string reason) {
  ended_ = true;
  why_ = why;
  reason_ = std::move(reason);
}

std::int64_t Grant::left_s(std::int64_t now_unix_s) const {
  return std::max<std::int64_t>(0, session_.expires_unix_s - now_unix_s);
}

std::int64_t Grant::next_change_s(std::int64_t now_unix_s) const {
  const std::int64_t left = left_s(now_unix_s);
  const std::int64_t label = left % kMinute + 1;
  const std::int64_t slot = seal::kSlotSeconds - (now_unix_s - session_.start_unix_s) % seal::kSlotSeconds;
  return std::clamp<std::int64_t>(std::min({label, slot, left}), 1, kMinute);
}

std::string describe_duration(std::int64_t seconds) {
  if (seconds < kMinute) return "less than a minute";
  if (seconds < kHour) return fmt::format("{} min", seconds / kMinute);
  if (seconds < kDay) return fmt::format("{} h {} min", seconds / kHour, seconds % kHour / kMinute);
  return fmt::format("{} d {} h", seconds / kDay, seconds % kDay / kHour);
}

}  // namespace spoor::app
