// Writing a file so that its final name holds the whole of it or nothing: a temporary name in the same
// directory, fsync, rename. Whatever goes wrong, the temporary is removed.
#pragma once

#include <filesystem>

#include "watermark/seal/file.hpp"

namespace spoor::seal_write {

class AtomicFile {
 public:
  /// Readable by the owner only. Error: io.
  static seal::Result<AtomicFile> create(const std::filesystem::path& final_path);
  AtomicFile(AtomicFile&&) noexcept = default;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();  ///< removes the temporary unless it was committed

  [[nodiscard]] seal::Result<void> append(seal::ByteView data);
  [[nodiscard]] const std::filesystem::path& temporary_path() const { return temporary_; }
  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  /// Makes the contents durable and gives the file its final name.
  [[nodiscard]] seal::Result<void> commit();

 private:
  AtomicFile(std::filesystem::path final_path, std::filesystem::path temporary, seal::Descriptor descriptor)
      : final_path_(std::move(final_path)),
        temporary_(std::move(temporary)),
        descriptor_(std::move(descriptor)) {}
  [[nodiscard]] tl::unexpected<seal::SealError> failed(int error_number) const;

  std::filesystem::path final_path_;
  std::filesystem::path temporary_;
  seal::Descriptor descriptor_;
  std::uint64_t size_bytes_ = 0;
};

/// A whole small file at once.
[[nodiscard]] seal::Result<void> write_file(const std::filesystem::path& path, seal::ByteView data);

}  // namespace spoor::seal_write
