// Line number -> bytes of the line, from the sparse index and the text. Safe from several threads.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "viewer/code/error.hpp"
#include "viewer/code/line_index.hpp"
#include "viewer/code/text_store.hpp"

namespace spoor::code {

struct LineRange {
  std::uint64_t begin_byte = 0;
  std::uint64_t end_byte = 0;   ///< without the terminator
  std::uint64_t next_byte = 0;  ///< behind the terminator

  [[nodiscard]] std::uint64_t size() const noexcept { return end_byte - begin_byte; }
};

class LineFinder {
 public:
  explicit LineFinder(const TextStore& store);

  /// Takes the file's next bytes into the index. Called by one thread.
  void append(std::string_view bytes);
  /// In place of appending: an index of the whole file. Before anything else is asked.
  void take(LineIndex index);
  struct Progress {
    std::uint64_t lines = 0;
    std::uint64_t indexed_bytes = 0;
    bool complete = false;
  };
  [[nodiscard]] Progress progress() const;
  /// Errors: out_of_range, io, damaged.
  [[nodiscard]] Result<LineRange> find(std::uint64_t line) const;

 private:
  [[nodiscard]] Result<LineRange> search(std::uint64_t line, const LineIndex::Place& place) const;

  const TextStore& store_;
  mutable std::mutex mutex_;  ///< guards what is below; never held while reading
  LineIndex index_;
  mutable std::unordered_map<std::uint64_t, LineRange> found_;  ///< of the lines looked for lately
};

}  // namespace spoor::code
