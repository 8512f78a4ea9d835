#include "watermark/trace/captures.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <system_error>

#include "watermark/seal/error.hpp"

namespace spoor::trace {
namespace {

namespace fs = std::filesystem;

bool names_a_picture(const fs::path& path) {
  constexpr std::array<std::string_view, 13> kEndings = {".avif", ".heic", ".heif", ".jpe", ".jpeg",
                                                         ".jpg",  ".m4v",  ".mov",  ".mp4", ".pdf",
                                                         ".png",  ".tif",  ".tiff"};
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return ending == ".webp" || std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

bool add_folder(const fs::path& folder, CaptureList& out) {
  std::error_code error;
  std::vector<fs::path> found;
  for (auto it = fs::recursive_directory_iterator(folder, error); !error && it != fs::end(it);
       it.increment(error)) {
    std::error_code ignored;
    if (!it->is_regular_file(ignored)) continue;
    if (names_a_picture(it->path()))
      found.push_back(it->path());
    else
      ++out.others;
  }
  std::sort(found.begin(), found.end(),
            [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
  out.files.insert(out.files.end(), found.begin(), found.end());
  return !error;
}

}  // namespace

tl::expected<CaptureList, TraceError> list_captures(const std::vector<fs::path>& given) {
  CaptureList out;
  for (const fs::path& path : given) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
      out.files.push_back(path);
    } else if (!add_folder(path, out)) {
      return tl::unexpected(TraceError{TraceErrorCode::io, "the folder '" + seal::shown(path.string()) +
                                                               "' cannot be read: check its permissions"});
    }
  }
  return out;
}

}  // namespace spoor::trace
