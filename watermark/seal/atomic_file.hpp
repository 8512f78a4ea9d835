// Writing a file so that its final name holds the whole of it or nothing. The file has no name at all while
// it is written (O_TMPFILE), so that not even a program that is killed leaves a part of it; where the file
// system cannot do that, it has a temporary name in the same directory, which every orderly end removes.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <span>
#include <vector>

#include "watermark/seal/file.hpp"

namespace spoor::seal {

/// A file by what it is, not by what it is called.
struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

class AtomicFile {
 public:
  enum class Naming {
    late,  ///< no name before the commit, where the file system can do that
    early  ///< a temporary name from the start
  };
  /// Readable by the owner only. Errors: io; also where the final name stands for something that is no plain
  /// file, as a device, which a rename would put away.
  static Result<AtomicFile> create(const std::filesystem::path& final_path, Naming naming = Naming::late);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();  ///< removes what was not committed

  [[nodiscard]] Result<void> append(ByteView data);
  [[nodiscard]] FileIdentity identity() const;
  [[nodiscard]] std::uint64_t size_bytes() const { return size_bytes_; }
  /// Makes the contents durable and gives the file its final name, whatever plain file had it before.
  [[nodiscard]] Result<void> commit();

  /// Lets the disk begin with what was appended, without waiting for it.
  void start_writing() const;
  // The steps of commit, for a group of files: the contents become durable; the file gets its name, which is
  // durable with its directory.
  [[nodiscard]] Result<void> settle();
  [[nodiscard]] Result<void> take_name();

 private:
  friend class PreparedFiles;
  AtomicFile(std::filesystem::path final_path, std::filesystem::path temporary, Descriptor descriptor)
      : final_path_(std::move(final_path)),
        temporary_(std::move(temporary)),
        descriptor_(std::move(descriptor)) {}
  [[nodiscard]] tl::unexpected<SealError> failed(int error_number) const;
  [[nodiscard]] int link_by_name();

  std::filesystem::path final_path_;
  std::filesystem::path temporary_;  ///< empty: there is no name to remove
  Descriptor descriptor_;
  std::uint64_t size_bytes_ = 0;
};

/// A whole small file at once.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, ByteView data);

struct NamedBytes {
  std::filesystem::path path;
  ByteView data;
};
/// Many small files that get their names together, at a moment that their maker chooses: all that can need
/// room on the disk is done before, and the disk is waited for once and not once a file. Each is open until
/// then; files that never get their names leave nothing.
class PreparedFiles {
 public:
  /// Durable but for their names. Error: io.
  [[nodiscard]] static Result<PreparedFiles> create(std::span<const NamedBytes> files);
  /// Gives them their names, in their order, and makes these durable. Says in `named` how many have theirs;
  /// after an error the others have none. Error: io.
  [[nodiscard]] Result<void> publish(std::size_t& named);

 private:
  [[nodiscard]] static Result<void> settle_all(std::vector<AtomicFile>& files);

  std::vector<AtomicFile> files_;
  std::vector<std::filesystem::path> directories_;  ///< of the files, each once where they follow each other
};

}  // namespace spoor::seal
