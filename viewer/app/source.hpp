// What the viewer reads: the tree of one release and its documents. The archive is one; tests bring their
// own.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/app/error.hpp"
#include "viewer/code/document.hpp"
#include "viewer/find/files.hpp"
#include "viewer/symbols/symbol_index.hpp"
#include "watermark/seal/archive_reader.hpp"

namespace spoor::app {

class Source {
 public:
  virtual ~Source() = default;
  [[nodiscard]] virtual const std::string& release() const = 0;
  /// Entries sorted by name, directories first; "" is the root.
  [[nodiscard]] virtual Result<std::vector<seal::DirEntry>> list(std::string_view directory) const = 0;
  [[nodiscard]] virtual Result<seal::DirEntry> stat(std::string_view path) const = 0;
  [[nodiscard]] virtual Result<std::unique_ptr<code::Document>> open(std::string_view path,
                                                                     code::DocumentOptions options) const = 0;
  /// Lets go of text that is kept to be read again, and keeps none until keep().
  virtual void forget() const {}
  virtual void keep() const {}
  /// The same files, to be searched.
  [[nodiscard]] virtual std::shared_ptr<const find::Files> files() const = 0;
  /// The archive's other releases, in the vendor's order.
  [[nodiscard]] virtual std::vector<std::string> other_releases() const { return {}; }
  /// One of them, as far as this session may see it. Errors: failed, damaged.
  [[nodiscard]] virtual Result<std::unique_ptr<Source>> other_release(std::string_view name) const;
  /// What they define; nullptr: the release has no table of it. Reads the table: not for a thread that draws.
  [[nodiscard]] virtual Result<std::shared_ptr<const symbols::Definitions>> definitions() const = 0;
};

[[nodiscard]] std::unique_ptr<Source> archive_source(std::shared_ptr<const seal::ArchiveReader> archive);

}  // namespace spoor::app
