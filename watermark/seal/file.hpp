// Reading regular files: descriptors that close themselves, reads that are whole or an error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>

#include "watermark/seal/error.hpp"
#include "watermark/seal/wire.hpp"

namespace spoor::seal {

/// Owns a file descriptor; -1 is none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) noexcept : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  [[nodiscard]] int get() const noexcept { return number_; }
  [[nodiscard]] bool valid() const noexcept { return number_ >= 0; }

 private:
  int number_;
};

class InputFile {
 public:
  /// Opens a regular file. Errors: io.
  static Result<InputFile> open(const std::filesystem::path& path);

  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Fills out from offset_bytes. Errors: io; damaged, where the file ends before. Safe from several threads.
  [[nodiscard]] Result<void> read_at(std::uint64_t offset_bytes, std::span<std::uint8_t> out) const;

 private:
  InputFile(std::filesystem::path path, Descriptor descriptor, std::uint64_t size_bytes)
      : path_(std::move(path)), descriptor_(std::move(descriptor)), size_bytes_(size_bytes) {}

  std::filesystem::path path_;
  Descriptor descriptor_;
  std::uint64_t size_bytes_;
};

/// A whole small file. Errors: io; damaged, where it is longer than limit_bytes.
[[nodiscard]] Result<Bytes> read_small_file(const std::filesystem::path& path, std::uint64_t limit_bytes);

/// The system's own words for an errno value.
[[nodiscard]] std::string system_words(int error_number);

}  // namespace spoor::seal
