// What the releases of an archive hold, by digest, so that equal contents get one number and lie in one
// place. Kept in memory while packing and never written: about 200 bytes a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "watermark/seal/crypto.hpp"

namespace spoor::seal_write {

class ContentIndex {
 public:
  /// From here on files are of the next release: each number is used once in a release.
  void begin_release() { ++release_; }

  /// Where such contents lie: an index of the caller's.
  [[nodiscard]] std::optional<std::uint32_t> place(const seal::Digest& digest) const;
  void add_place(const seal::Digest& digest, std::uint32_t place);
  /// Whether a large file of this size was seen: only then it is worth looking at a file before storing it.
  [[nodiscard]] bool has_large(std::uint64_t size_bytes) const { return large_.contains(size_bytes); }
  void add_large(std::uint64_t size_bytes) { large_.insert(size_bytes); }

  struct Numbered {
    std::uint32_t number = 0;
    bool is_new = false;  ///< tables that go by number have not seen it
  };
  /// The number of a file: that of the same contents under the same path in an earlier release; else one of
  /// the same contents and kind of name that this release has not used yet; else the next one.
  [[nodiscard]] Numbered number(const seal::Digest& digest, std::string_view path);
  [[nodiscard]] std::uint32_t numbers() const noexcept { return static_cast<std::uint32_t>(used_in_.size()); }

 private:
  struct Same {
    std::vector<std::uint32_t> numbers;
    std::size_t next = 0;  ///< those in front of it are used in `release`
    std::uint32_t release = 0;
  };
  void use(std::uint32_t number) { used_in_[number] = release_; }
  [[nodiscard]] bool is_used(std::uint32_t number) const { return used_in_[number] == release_; }

  std::uint32_t release_ = 0;
  std::unordered_map<std::string, std::uint32_t> places_;   ///< by digest
  std::unordered_map<std::string, std::uint32_t> by_path_;  ///< by digest and path
  std::unordered_map<std::string, Same> by_kind_;           ///< by digest and what the name ends with
  std::vector<std::uint32_t> used_in_;                      ///< by number: the last release that used it
  std::unordered_set<std::uint64_t> large_;
};

}  // namespace spoor::seal_write
