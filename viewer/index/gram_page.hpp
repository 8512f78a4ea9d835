// A page of the table of grams: keys in rising order, each with the list of the files of its segment that
// hold the gram (SPEC.md, 2.10).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "viewer/index/postings.hpp"

namespace spoor::index {

/// A page is closed behind the gram that fills it to this.
inline constexpr std::size_t kFullGramPageBytes = 32U << 10U;

class GramPageWriter {
 public:
  explicit GramPageWriter(std::uint32_t files) : files_(files) {}
  /// Keys rise.
  void add(std::uint32_t key, std::span<const std::uint16_t> list);
  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  [[nodiscard]] bool full() const noexcept { return heads_.size() + lists_.size() >= kFullGramPageBytes; }
  [[nodiscard]] std::uint32_t first_key() const noexcept { return first_key_; }
  std::vector<std::uint8_t> take();

 private:
  std::uint32_t files_;
  std::uint32_t count_ = 0;
  std::uint32_t first_key_ = 0;
  std::uint32_t last_key_ = 0;
  std::vector<std::uint8_t> heads_;
  std::vector<std::uint8_t> lists_;
};

/// The entries of a page, their lists still coded. The page must outlive it.
class GramPage {
 public:
  struct Entry {
    std::uint32_t key = 0;
    std::uint32_t count = 0;  ///< of files, at least 1
    std::span<const std::uint8_t> list;
  };
  /// False: it is no page whose first key is this.
  [[nodiscard]] static bool parse(std::span<const std::uint8_t> page, std::uint32_t first_key, GramPage& out);
  /// Those with keys in [from, to].
  [[nodiscard]] std::span<const Entry> between(std::uint32_t from, std::uint32_t to) const;
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace spoor::index
