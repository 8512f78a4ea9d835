// The command's files, and its one sentence and exit code for whatever is wrong.
#include "tests/camera/program.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <sstream>

namespace spoor::camera {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("spoor-camera-test-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
    cv::imwrite((path_ / "screen.png").string(), cv::Mat(90, 160, CV_8UC3, cv::Scalar(60, 160, 220)));
    std::ofstream(path_ / "text.png") << "no picture at all";
    std::ofstream(path_ / "empty.png");
    std::ofstream torn(path_ / "torn.png", std::ios::binary);
    std::ifstream whole(path_ / "screen.png", std::ios::binary);
    std::copy_n(std::istreambuf_iterator<char>(whole), 40, std::ostreambuf_iterator<char>(torn));
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

ProgramOptions small(const Folder& folder) {
  ProgramOptions options;
  options.screen = folder / "screen.png";
  options.picture = folder / "photo.jpg";
  options.assignments = {"width_px=320", "height_px=240", "center_x_px=0", "center_y_px=0"};
  return options;
}

void expect(ExitCode code, const ProgramOptions& options) {
  std::ostringstream err;
  CHECK(run_program(options, err) == code);
  const std::string said = err.str();
  CAPTURE(said);
  CHECK(said.rfind("spoor-camera: ", 0) == 0);
  CHECK(std::count(said.begin(), said.end(), '\n') == 1);
  CHECK(said.substr(said.size() - 2) == ".\n");
}

}  // namespace

TEST_CASE("a photograph and its truth are written") {
  const Folder folder;
  std::ostringstream err;
  CHECK(run_program(small(folder), err) == ExitCode::done);
  CHECK(err.str().empty());
  CHECK(cv::imread((folder / "photo.jpg").string()).size() == cv::Size(320, 240));
  std::ifstream truth(folder / "photo.json");
  CHECK(nlohmann::json::parse(truth)["seed"] == 1);
}

TEST_CASE("a screen that is none is damaged input") {
  const Folder folder;
  for (const char* name : {"text.png", "empty.png", "torn.png"}) {
    ProgramOptions options = small(folder);
    options.screen = folder / name;
    expect(ExitCode::damaged, options);
  }
}

TEST_CASE("files that cannot be read or written are failures") {
  const Folder folder;
  ProgramOptions options = small(folder);
  options.screen = folder / "absent.png";
  expect(ExitCode::failed, options);
  options = small(folder);
  options.picture = folder / "nowhere/photo.jpg";
  expect(ExitCode::failed, options);
  options = small(folder);
  options.screen = folder / ".";
  expect(ExitCode::failed, options);
}

TEST_CASE("absurd parameters are a matter of usage") {
  const Folder folder;
  for (const char* assignment :
       {"yaw_deg=500", "well_e=-1", "colour=red", "k1=nan", "layout=oled", "supersample=2.5", "motion_px"}) {
    ProgramOptions options = small(folder);
    options.assignments.emplace_back(assignment);
    expect(ExitCode::usage, options);
  }
  ProgramOptions folded = small(folder);
  for (const char* lens : {"k1=-0.5", "k2=-0.5"}) folded.assignments.emplace_back(lens);
  expect(ExitCode::usage, folded);
  ProgramOptions unknown = small(folder);
  unknown.preset = "best";
  expect(ExitCode::usage, unknown);
  ProgramOptions huge = small(folder);
  huge.assignments = {"width_px=16384", "height_px=16384"};
  expect(ExitCode::damaged, huge);
}

TEST_CASE("the picture's name and the parameters must name one format") {
  const Folder folder;
  ProgramOptions options = small(folder);
  options.picture = folder / "photo.gif";
  expect(ExitCode::usage, options);
  options.picture = folder / "photo.png";
  options.assignments.emplace_back("codec=webp");
  expect(ExitCode::usage, options);
  options.assignments.emplace_back("messenger_px=200");
  expect(ExitCode::usage, options);
  options.picture = folder / "photo.jpg";
  std::ostringstream err;
  CHECK(run_program(options, err) == ExitCode::done);
  CHECK(cv::imread((folder / "photo.jpg").string()).cols == 200);
}

TEST_CASE("the list names every preset and parameter") {
  std::ostringstream out, err;
  CHECK(list_parameters("hard", out, err) == ExitCode::done);
  for (const char* name : {"messenger ", "yaw_deg ", "-50..50", "rgb bgr pentile"})
    CHECK(out.str().find(name) != std::string::npos);
  CHECK(list_parameters("best", out, err) == ExitCode::usage);
}

}  // namespace spoor::camera
