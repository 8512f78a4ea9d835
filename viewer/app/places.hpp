// The places that the reviewer has jumped from, for going back and forward, as in a web browser.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spoor::app {

struct FilePlace {
  std::string path;
  std::uint64_t line = 0;
  friend bool operator==(const FilePlace&, const FilePlace&) = default;
};

class Places {
 public:
  static constexpr std::size_t kKept = 200;

  /// A jump leaves a place; what was ahead is forgotten.
  void leave(FilePlace from);
  /// `now`: where the reviewer stands, to come forward to again. Nothing: there is none further.
  std::optional<FilePlace> back(FilePlace now);
  std::optional<FilePlace> forward(FilePlace now);

  /// The files gone through, the last one first, each once.
  [[nodiscard]] std::vector<std::string> recent_paths(std::size_t most) const;

 private:
  std::vector<FilePlace> behind_;
  std::vector<FilePlace> ahead_;
};

}  // namespace spoor::app
