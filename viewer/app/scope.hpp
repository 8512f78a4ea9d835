// A release as far as a session's policy lets it be seen: paths out of scope are in no tree, no search and
// cannot be opened.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "viewer/app/source.hpp"
#include "watermark/seal/policy.hpp"

namespace spoor::app {

/// The source itself where the policy has no scope. Folders are listed if something in scope lies in them.
/// Error damaged: a glob of the policy cannot be used.
[[nodiscard]] Result<std::unique_ptr<Source>> scoped_source(std::unique_ptr<Source> source,
                                                            const seal::Policy& policy);

}  // namespace spoor::app
