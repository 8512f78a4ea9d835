// Screens composed on the CPU: marked pages of a kit's sessions, and everything that must match nobody.
#pragma once

#include "screen.hpp"
#include "watermark/seal/kit.hpp"
#include "watermark/trace/verdict.hpp"

namespace spoor::blackbox {

/// A kit of so many sessions from a seed, as a vault would export it; for composed screens.
[[nodiscard]] seal::Kit composed_kit(std::uint64_t seed, std::size_t sessions, std::uint32_t slots);

/// Pages of real code, drawn by the kit's sessions: in every font, 11 to 20 px, scale 1 and 2, dark and
/// light, or all in one look.
[[nodiscard]] ScreenSource composed_pages(const seal::Kit& kit, const trace::Judge& judge,
                                          const std::optional<PageLook>& look = {});

/// Sessions of the same vault that the kit lacks, as many: issued since it was exported, say.
[[nodiscard]] seal::Kit unlisted_sessions(const seal::Kit& kit, std::uint64_t seed);

/// The same pages drawn by sessions that the tracer's kit lacks: nobody of that kit may be named.
[[nodiscard]] ScreenSource unlisted_pages(const seal::Kit& unlisted, const trace::Judge& judge);

/// The same pages without a mark.
[[nodiscard]] ScreenSource unmarked_pages();

/// The same pages with another vault's mark.
[[nodiscard]] ScreenSource foreign_pages();

/// Pictures of anything else: noise, gradients, shapes, lettering in other faces, tilted pages.
[[nodiscard]] ScreenSource other_pictures();

}  // namespace spoor::blackbox
