// Files for the table of bad input that no command makes: bad_files SCREEN.png FOLDER
//   expired.spsn, early.spsn   sessions whose time is over or has not come (passphrase "correct horse battery
//   staple") granted.spar               the archive that they are for whole.jpg .webp .tiff      a part of
//   the screen as other kinds of picture pixel.png, blank.png       1x1; a page without anything
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>

#include "tests/unit/seal/fixtures.hpp"
#include "watermark/seal/atomic_file.hpp"

namespace fs = std::filesystem;
using namespace spoor;
using namespace spoor::seal_test;

namespace {

constexpr std::int64_t kDay_s = 86'400;

bool write_session(const fs::path& path, std::int64_t start_unix_s) {
  seal::Session session = small_session();
  session.archive_id = kArchiveId;
  session.archive_key = key_of(3);
  session.start_unix_s = start_unix_s - start_unix_s % seal::kSlotSeconds;
  session.expires_unix_s = session.start_unix_s + 2 * seal::kSlotSeconds;
  return seal::write_file(path, sealed_session(session)).has_value();
}

bool write_sessions(const fs::path& folder) {
  const auto now_unix_s = static_cast<std::int64_t>(std::time(nullptr));
  write_text(folder / "granted/a.c", "int a;\n");
  return pack(folder / "granted", folder / "granted.spar").has_value() &&
         write_session(folder / "expired.spsn", now_unix_s - kDay_s) &&
         write_session(folder / "early.spsn", now_unix_s + kDay_s);
}

bool write_pictures(const cv::Mat& screen, const fs::path& folder) {
  const auto put = [&](const char* name, const cv::Mat& picture) {
    return cv::imwrite((folder / name).string(), picture);
  };
  const cv::Mat part = screen(cv::Rect(0, 0, std::min(screen.cols, 700), std::min(screen.rows, 400)));
  return put("whole.jpg", part) && put("whole.webp", part) && put("whole.tiff", part) &&
         put("pixel.png", cv::Mat(1, 1, CV_8UC3, cv::Scalar::all(0))) &&
         put("blank.png", cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(255)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    static_cast<void>(std::fprintf(stderr, "usage: bad_files SCREEN.png FOLDER\n"));
    return 2;
  }
  const cv::Mat screen = cv::imread(argv[1]);
  return !screen.empty() && write_sessions(argv[2]) && write_pictures(screen, argv[2]) ? 0 : 1;
}
