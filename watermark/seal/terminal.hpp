// Asking on the controlling terminal without echo.
#pragma once

#include <string>

#include "watermark/seal/error.hpp"
#include "watermark/seal/secret.hpp"

namespace spoor::seal {

/// Error usage: there is no terminal, or the user pressed Ctrl-C or Ctrl-D.
[[nodiscard]] Result<SecretString> ask_on_terminal(const std::string& prompt, std::size_t limit_bytes);

}  // namespace spoor::seal
