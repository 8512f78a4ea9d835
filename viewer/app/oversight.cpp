#include "viewer/app/oversight.hpp"

#include <string_view>
#include <utility>

namespace spoor::app {

Oversight::Oversight(Opened& opened, Moment now)
    : opened_(&opened),
      guard_(opened.grant, std::move(opened.admittance), now,
             [&opened](std::string_view clause) { opened.recording->refused(clause); }) {}

bool Oversight::settle(Moment now) {
  Grant& grant = opened_->grant;
  guard_.step(now);
  if (auto why = opened_->recording->failure(); !why.empty() && !grant.ended())
    grant.end(seal_log::LockReason::log, std::move(why));
  Workspace& workspace = *opened_->workspace;
  if (grant.ended() && !std::exchange(over_, true)) workspace.close_all();
  const bool changed = std::exchange(showed_, grant.shows()) != grant.shows();
  if (changed && grant.shows()) {
    opened_->source->keep();
    workspace.wake();
  }
  if (changed && grant.locked()) workspace.sleep();
  if (changed && !grant.shows()) opened_->source->forget();
  return changed;
}

bool Oversight::admit(const DrawnLines& drawn) {
  if (opened_->recording->admit(drawn)) return true;
  opened_->grant.end(seal_log::LockReason::log, opened_->recording->failure());
  return false;
}

}  // namespace spoor::app
