// A file of the release as a document: its text as UTF-8 whatever it is encoded in, or a binary file's bytes
// in hexadecimal.
#pragma once

#include <memory>
#include <string>

#include "viewer/app/source.hpp"

namespace spoor::app {

struct OpenedFile {
  std::unique_ptr<code::Document> document;
  std::string encoding;    ///< for the status bar: "UTF-8", "Binary, 12,345 bytes"
  bool converted = false;  ///< the document's bytes are not the file's
  bool hex = false;        ///< they are its bytes in hexadecimal
};

/// Files above kMostConverted bytes are not converted; what of them is not UTF-8 shows as replacements.
inline constexpr std::uint64_t kMostConverted = std::uint64_t{64} << 20U;

/// How much of a file its encoding is told by.
inline constexpr std::uint64_t kHeadBytes = std::uint64_t{64} << 10U;

/// `entry`: of the path, a file. Errors: those of Source::open, failed.
[[nodiscard]] Result<OpenedFile> open_file(const Source& source, std::string_view path,
                                           const seal::DirEntry& entry, code::DocumentOptions options);

}  // namespace spoor::app
