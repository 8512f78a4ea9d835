// The file that a log is written to: appended to, made durable, cut; one writer at a time.
#pragma once

#include <filesystem>
#include <optional>

#include "watermark/seal/file.hpp"

namespace spoor::seal_log {

using seal::Bytes;
using seal::ByteView;
using seal::Result;

class LogFile {
 public:
  /// Opens an existing log and keeps other writers away until this is gone. Errors: io; refused, where
  /// another viewer has it.
  static Result<LogFile> open(const std::filesystem::path& path);

  /// Errors of all: io.
  [[nodiscard]] Result<void> append(ByteView data);
  [[nodiscard]] Result<void> sync();
  [[nodiscard]] Result<void> cut(std::uint64_t size_bytes);

 private:
  LogFile(std::filesystem::path path, seal::Descriptor descriptor)
      : path_(std::move(path)), descriptor_(std::move(descriptor)) {}
  [[nodiscard]] tl::unexpected<seal::SealError> failed() const;

  std::filesystem::path path_;
  seal::Descriptor descriptor_;
};

}  // namespace spoor::seal_log
