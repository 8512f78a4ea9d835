// Small archives for the vectors: entries, and an archive around one directory.
#pragma once

#include "tests/vectors/archive_forge.hpp"
#include "tests/vectors/scenario.hpp"

namespace spoor::vectors {

inline const std::string kFirstText = "int a;\n";
inline const std::string kSecondText = "int second;\n";

[[nodiscard]] seal::DirectoryEntry file_entry(const std::string& name, std::uint64_t size_bytes,
                                              std::uint32_t block = 0, std::uint32_t offset_bytes = 0,
                                              bool binary = false);
[[nodiscard]] seal::DirectoryEntry large_entry(const std::string& name, std::uint64_t size_bytes,
                                               const seal::BlockRef& index);
[[nodiscard]] seal::DirectoryEntry directory_entry(const std::string& name, const seal::BlockRef& block);
[[nodiscard]] seal::DirectoryEntry link_entry(const std::string& name, const std::string& target);

/// a.c and b.c side by side in one data block, which is appended.
[[nodiscard]] seal::Directory two_files(ArchiveForge& forge);

/// The directory as the root of a whole archive.
[[nodiscard]] seal::Bytes rooted(ArchiveForge& forge, const seal::Directory& root);

/// The archive of two_files(), with its listing changed before it is sealed.
[[nodiscard]] seal::Bytes with_listing(const std::function<void(seal::Directory&)>& change);
[[nodiscard]] seal::Bytes with_listing_bytes(const std::function<void(seal::Bytes&)>& change);

}  // namespace spoor::vectors
