// The definitions of a release, by the archive's table of symbols; and of one file, by its text.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/find/fuzzy.hpp"
#include "viewer/symbols/symbol_page.hpp"
#include "watermark/seal/file_table.hpp"

namespace spoor::symbols {

struct Symbol {
  std::string name;
  SymbolKind kind = SymbolKind::function;
  std::string path;
  std::uint64_t line = 0;       ///< from 0: where the name stands
  std::uint64_t last_line = 0;  ///< of the definition
  friend bool operator==(const Symbol&, const Symbol&) = default;
};

/// What a release defines, wherever it is known from. Safe from several threads.
class Definitions {
 public:
  virtual ~Definitions() = default;
  /// All definitions of a name, in the order of the tree: it is for the reader to say which is meant. Errors:
  /// io, damaged.
  [[nodiscard]] virtual seal::Result<std::vector<Symbol>> definitions(std::string_view name) const = 0;
  /// Each name once that something else than a macro or an enumerator has. Errors: io, damaged.
  [[nodiscard]] virtual seal::Result<std::vector<std::string>> names() const = 0;
};

/// By the archive's table.
class SymbolIndex final : public Definitions {
 public:
  /// nullptr: the archive has no such table. Errors: io, damaged.
  static seal::Result<std::shared_ptr<const SymbolIndex>> open(
      std::shared_ptr<const seal::ArchiveReader> archive);

  [[nodiscard]] seal::Result<std::vector<Symbol>> definitions(std::string_view name) const override;
  [[nodiscard]] seal::Result<std::vector<std::string>> names() const override;

 private:
  SymbolIndex() = default;
  [[nodiscard]] seal::Result<void> read(std::size_t segment, std::size_t page,
                                        const std::function<bool(const SymbolRow&)>& row) const;

  std::shared_ptr<const seal::ArchiveReader> archive_;
  std::shared_ptr<const seal::FileTable> files_;
  std::shared_ptr<const seal::Table> table_;
  std::vector<SymbolSegment> segments_;
  std::vector<std::size_t> first_pages_;  ///< by segment
};

/// The definitions in a file's text, in the order of their lines.
[[nodiscard]] std::vector<Symbol> outline(std::string_view path, std::string_view text);

/// Puts the definitions that are likelier meant in a file first: its own, then those with the most folders in
/// common; the order of the tree otherwise. Nothing is left out.
void nearest_first(std::vector<Symbol>& symbols, std::string_view from_path);

struct SymbolHit {
  Symbol symbol;
  std::vector<std::uint32_t> at;  ///< bytes of the name that the query matched
};

/// Names chosen fuzzily while somebody types (find::FuzzyFinder): all that is not a macro or an enumerator,
/// and these by their whole name. Not for several threads at once; the first query loads the names.
class SymbolFinder {
 public:
  explicit SymbolFinder(std::shared_ptr<const Definitions> index) : index_(std::move(index)) {}

  /// The definitions of the best names, at most `most`. Errors: io, damaged.
  [[nodiscard]] seal::Result<std::vector<SymbolHit>> find(std::string_view query, std::size_t most);
  /// The same, handed on one by one as they are found, until `take` returns false.
  [[nodiscard]] seal::Result<void> find(std::string_view query, std::size_t most,
                                        const std::function<bool(SymbolHit)>& take);

 private:
  std::shared_ptr<const Definitions> index_;
  std::unique_ptr<find::FuzzyFinder> names_;  ///< after the first query
};

}  // namespace spoor::symbols
