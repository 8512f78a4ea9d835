// Errors of the seal module: values, never exceptions.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "watermark/seal/exit_code.hpp"

namespace spoor::seal {

enum class SealErrorCode {
  io,             ///< the operating system refused: open, read, write, rename, no space
  wrong_key,      ///< the passphrase, room key or archive key does not open this file
  bad_signature,  ///< the vendor's signature does not hold
  damaged,        ///< torn, altered or not a file of this kind
  unsupported,    ///< a newer version or an unknown kind
  refused,        ///< policy: expired, not yet valid, revoked
  not_found,      ///< no such path or session
  usage,          ///< the caller asked for something that makes no sense
};

/// One clear sentence that says what is wrong and what to do; never holds a secret.
struct SealError {
  SealErrorCode code = SealErrorCode::io;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, SealError>;

/// An error, ready to return.
[[nodiscard]] tl::unexpected<SealError> fail(SealErrorCode code, std::string message);

/// A file name in quotes, fit for a terminal: control characters and invalid UTF-8 become \xNN.
[[nodiscard]] std::string shown(std::string_view name);

/// The same without the quotes: any text that a person or a JSON reader is to see.
[[nodiscard]] std::string printable(std::string_view text);

/// The exit code that a program ends with for an error.
[[nodiscard]] ExitCode exit_code_for(SealErrorCode code) noexcept;

}  // namespace spoor::seal
