#include "viewer_screens.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <random>

#include "programs.hpp"
#include "viewer/app/frame.hpp"
#include "viewer/app/metrics.hpp"
#include "viewer/app/scroll.hpp"

namespace spoor::blackbox {
namespace {

namespace fs = std::filesystem;

struct Tree {
  const char* from;
  const char* name;
};
constexpr std::array kTrees = {Tree{"/usr/include/c++/12", "cxx"}, Tree{"/usr/lib/python3.11", "python"},
                               Tree{"/usr/include/linux", "linux"}};

void copy_sources(const fs::path& from, const fs::path& to) {
  for (auto it = fs::recursive_directory_iterator(from, fs::directory_options::skip_permission_denied);
       it != fs::recursive_directory_iterator(); ++it) {
    if (it->path().filename() == "__pycache__" || it->path().filename() == "dist-packages")
      it.disable_recursion_pending();
    if (!it->is_regular_file() || it->is_symlink() || it->path().extension() == ".pyc") continue;
    const fs::path target = to / fs::relative(it->path(), from);
    fs::create_directories(target.parent_path());
    fs::copy_file(it->path(), target, fs::copy_options::skip_existing);
  }
}

bool is_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string head(8192, 'x');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head.find('\0') == std::string::npos;
}

std::vector<std::string> long_files(const fs::path& root) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.is_regular_file() && entry.file_size() > 8'000 && entry.file_size() < 2'000'000 &&
        is_text(entry.path()))
      out.push_back(fs::relative(entry.path(), root).string());
  std::sort(out.begin(), out.end());
  return out;
}

// Lines as the viewer counts them: the last one may lack its newline.
std::size_t shown_lines_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (in.tellg() <= 0) return 0;
  in.seekg(-1, std::ios::end);
  return lines_of(file) + (in.get() == '\n' ? 0 : 1);
}

bool issue(const ViewerWorld& world, const fs::path& vault, const fs::path& log, std::string& problem) {
  const std::string spoor = world.setup.spoor, words = world.passphrase_file;
  if (!run({spoor, "init", vault, "--passphrase-file", words}, log))
    return problem = "spoor init failed", false;
  if (!run({spoor, "pack", world.setup.work_dir / "tree", "-o", world.archive, "--vault", vault,
            "--passphrase-file", words},
           log))
    return problem = "spoor pack failed", false;
  const fs::path policy = world.setup.work_dir / "policy.toml";
  std::ofstream(policy) << "print = {pages_total = \"unlimited\"}\n";
  for (std::size_t i = 0; i < world.setup.reviewers; ++i)
    if (!run({spoor, "session", "new", "--vault", vault, "--archive", world.archive, "--reviewer",
              reviewer_name(i), "--expires", "+72h", "-o", session_path(world.setup.work_dir, i),
              "--passphrase-file", words, "--session-passphrase-file", words, "--policy", policy},
             log))
      return problem = "spoor session new failed", false;
  if (!run({spoor, "kit", "export", "--vault", vault, "--archive", world.archive, "-o", world.kit,
            "--passphrase-file", words, "--kit-passphrase-file", words},
           log))
    return problem = "spoor kit export failed", false;
  return true;
}

struct Page {
  std::size_t reviewer = 0;
  std::string file;
  std::size_t line = 1;
  std::string font, theme;
  int font_px = 14, scale = 1;
  int width_px = 1920, height_px = 1080;
};

Page page_of(const ViewerWorld& world, std::uint64_t seed, const std::optional<PageLook>& look) {
  constexpr std::array kFonts = {"JetBrains Mono", "DejaVu Sans Mono", "Fira Code"};
  std::mt19937_64 random(seed);
  Page page;
  page.reviewer = random() % world.setup.reviewers;
  page.file = world.files[random() % world.files.size()];
  const std::size_t lines = lines_of(world.setup.work_dir / "tree" / page.file);
  page.line = 1 + random() % std::max<std::size_t>(1, lines - std::min<std::size_t>(lines, 30));
  page.font = kFonts[random() % kFonts.size()];
  page.theme = random() % 2 == 0 ? "dark" : "light";
  page.font_px = 11 + static_cast<int>(random() % 10);
  page.scale = 1 + static_cast<int>(random() % 2);
  if (page.scale == 2 && random() % 2 == 0) page.width_px = 3840, page.height_px = 2160;
  if (look) {
    page.font = look->font, page.theme = look->theme;
    page.font_px = look->font_px, page.scale = look->scale;
    page.width_px = look->width_px, page.height_px = look->height_px;
  }
  return page;
}

// The rows of code of a shot, by the viewer's own layout: a shot shows the opened line a third down the pane.
std::optional<CodeRows> rows_of_shot(const Page& page, std::size_t lines) {
  constexpr double kTreeUnits = 300;  // of a new window
  constexpr int kLeastDigits = 3, kGutterBlanks = 3;
  const auto id = text::font_by_name(page.font);
  const auto face = id ? text::Face::open(*id) : tl::unexpected(text::TextError{});
  if (!face) return std::nullopt;
  const app::Metrics metrics = app::make_metrics(*face, page.font_px, page.scale);
  const auto box = app::make_panes(metrics, page.width_px, page.height_px, metrics.px(kTreeUnits)).view.code;
  const auto top = app::centre_on(page.line - 1, {lines, metrics.line_px, box.height_px});
  const int digits = std::max(kLeastDigits, static_cast<int>(std::to_string(lines).size()));
  const int gutter_px = static_cast<int>((digits + kGutterBlanks) * metrics.advance_px);
  CodeRows rows;
  rows.x_px = box.x_px + gutter_px, rows.width_px = box.width_px - gutter_px;
  rows.top_px = box.y_px, rows.row_px = metrics.line_px;
  rows.count = std::min(box.height_px / metrics.line_px, static_cast<int>(lines - top.line));
  rows.advance_px = metrics.advance_px;
  rows.first_line = top.line + 1;
  return rows;
}

}  // namespace

std::optional<ViewerWorld> make_world(const ViewerSetup& setup, std::string& problem) try {
  ViewerWorld world{setup,
                    setup.work_dir / "release.spar",
                    setup.work_dir / "kit.spkit",
                    setup.work_dir / "passphrase",
                    {}};
  const fs::path tree = setup.work_dir / "tree";
  const bool complete =
      fs::exists(world.kit) && fs::exists(session_path(setup.work_dir, setup.reviewers - 1));
  fs::create_directories(tree);
  if (!complete) {
    for (const Tree& source : kTrees)
      if (fs::is_directory(source.from)) copy_sources(source.from, tree / source.name);
    std::ofstream(world.passphrase_file) << "a passphrase of the black box\n";
    chmod(world.passphrase_file.c_str(), 0600);
    if (!issue(world, setup.work_dir / "vault", setup.work_dir / "log", problem)) return std::nullopt;
  }
  world.files = long_files(tree);
  if (world.files.empty()) return problem = "no source tree was found on this machine", std::nullopt;
  return world;
} catch (const fs::filesystem_error& error) {
  problem = error.what();
  return std::nullopt;
}

ScreenSource viewer_pages(const ViewerWorld& world, const std::optional<PageLook>& look) {
  return [&world, look](std::uint64_t seed) -> std::optional<Screen> {
    const Page page = page_of(world, seed, look);
    const std::string size = fmt::format("{}x{}", page.width_px, page.height_px);
    const fs::path shot = world.setup.work_dir / "shots" /
                          fmt::format("{}{}.png", seed, look ? "-" + look->name : std::string());
    fs::create_directories(shot.parent_path());
    if (!fs::exists(shot)) {
      const bool drawn = run({world.setup.spoor_view,
                              session_path(world.setup.work_dir, page.reviewer),
                              "--archive",
                              world.archive,
                              "--open",
                              fmt::format("{}:{}", page.file, page.line),
                              "--size",
                              size,
                              "--scale",
                              std::to_string(page.scale),
                              "--font",
                              page.font,
                              "--font-px",
                              std::to_string(page.font_px),
                              "--theme",
                              page.theme,
                              "--passphrase-file",
                              world.passphrase_file,
                              "--shot",
                              shot},
                             world.setup.work_dir / "log");
      if (!drawn) return std::nullopt;
    }
    Screen screen;
    screen.bgr = cv::imread(shot.string(), cv::IMREAD_COLOR);
    if (screen.bgr.empty()) return std::nullopt;
    const auto written = fs::last_write_time(shot);
    const auto system = std::chrono::file_clock::to_sys(written);
    const fs::path tree = world.setup.work_dir / "tree";
    const auto rows = rows_of_shot(page, shown_lines_of(tree / page.file));
    if (!rows) return std::nullopt;
    screen.code = *rows;
    screen.truth.tree = tree;
    screen.truth.reviewer = reviewer_name(page.reviewer);
    screen.truth.drawn_unix_s =
        std::chrono::duration_cast<std::chrono::seconds>(system.time_since_epoch()).count();
    screen.truth.path = page.file;
    screen.what = fmt::format("{} {} px x {}, {}, {}, {}:{}", page.font, page.font_px, page.scale, size,
                              page.theme, page.file, page.line);
    return screen;
  };
}

}  // namespace spoor::blackbox
