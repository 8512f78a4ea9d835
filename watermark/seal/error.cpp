#include "watermark/seal/error.hpp"

#include <fmt/format.h>

namespace spoor::seal {

ExitCode exit_code_for(SealErrorCode code) noexcept {
  switch (code) {
    case SealErrorCode::io:
    case SealErrorCode::not_found:
      return ExitCode::failed;
    case SealErrorCode::wrong_key:
    case SealErrorCode::bad_signature:
      return ExitCode::auth;
    case SealErrorCode::damaged:
    case SealErrorCode::unsupported:
      return ExitCode::damaged;
    case SealErrorCode::refused:
      return ExitCode::refused;
    case SealErrorCode::usage:
      return ExitCode::usage;
  }
  return ExitCode::failed;
}

tl::unexpected<SealError> fail(SealErrorCode code, std::string message) {
  return tl::make_unexpected(SealError{code, std::move(message)});
}

namespace {

/// Length of the valid UTF-8 sequence that starts a text, 0 where there is none. RFC 3629, table 3.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool beyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return overlong || beyond ? 0 : length;
}

}  // namespace

std::string shown(std::string_view name) {
  return fmt::format("'{}'", printable(name));
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = utf8_length(text);
    const bool control = first < 0x20 || first == 0x7F ||
                         (first == 0xC2 && length == 2 && static_cast<unsigned char>(text[1]) < 0xA0);
    if (length == 0 || control) {
      out += fmt::format("\\x{:02x}", first);
      text.remove_prefix(1);
      continue;
    }
    out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace spoor::seal
