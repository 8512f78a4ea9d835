// Named streams: every secret of the mark is drawn from the mark key under a label of its own (HKDF-SHA256,
// RFC 5869; long streams by ChaCha20 under the derived key), so that a new use never shifts an old one.
#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "watermark/mark/coder.hpp"

namespace spoor::mark_code {

/// `bytes` bytes of the stream called `label`. A longer stream begins with the shorter one. Error: crypto.
[[nodiscard]] tl::expected<std::vector<std::uint8_t>, CodeError> named_stream(const MarkKey& key,
                                                                              std::string_view label,
                                                                              std::size_t bytes);

}  // namespace spoor::mark_code
