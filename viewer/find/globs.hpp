// Path globs, as ripgrep's -g: * and ? stay inside a name, ** crosses folders, [a-z], [!a-z], {one,other}. A
// glob without a slash matches any part of a path, one with a slash the path from the release's root on; what
// matches a folder matches everything in it. Paths are bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/find/error.hpp"

namespace re2 {
class RE2;
}

namespace spoor::find {

class Globs {
 public:
  /// Errors: bad_glob.
  static Result<Globs> compile(const std::vector<std::string>& include,
                               const std::vector<std::string>& exclude);
  Globs(Globs&&) noexcept;
  Globs& operator=(Globs&&) noexcept;
  ~Globs();

  [[nodiscard]] bool chooses(std::string_view path) const;

 private:
  Globs() = default;
  std::unique_ptr<const re2::RE2> include_;  ///< nullptr: every path
  std::unique_ptr<const re2::RE2> exclude_;  ///< nullptr: no path
};

/// "*.c, drivers/net" -> its parts, without blanks around them; a comma inside of braces does not part.
[[nodiscard]] std::vector<std::string> split_globs(std::string_view text);

}  // namespace spoor::find
