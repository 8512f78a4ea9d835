// Errors of the code module: values, never exceptions.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace spoor::code {

enum class CodeErrorCode {
  not_found,    ///< no such path in the archive
  not_a_file,   ///< the path names a directory or a symbolic link
  damaged,      ///< the archive's block is torn or altered
  io,           ///< reading the archive failed
  out_of_range  ///< no such line
};

/// One clear sentence that says what is wrong and what to do; never holds vendor text other than the path.
struct CodeError {
  CodeErrorCode code = CodeErrorCode::io;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, CodeError>;

}  // namespace spoor::code
