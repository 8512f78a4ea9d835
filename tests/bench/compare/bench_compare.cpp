// How long two large files and two releases take to be compared, beside diff and git on the same files:
//   bench_compare [FILES]    files of a release, 10,000 where none is given
// Times are the processor's, in ms, the least of three runs: other programs may be busy beside it. Those of
// diff and git hold a process and reading the files, ours of files do not hold reading them.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/seal/fixtures.hpp"
#include "viewer/compare/file_diff.hpp"
#include "viewer/compare/tree_diff.hpp"

namespace {

using namespace spoor;

/// Of this process and of those that it has waited for.
double processor_ms() {
  double sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime})
      sum += 1000.0 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1000.0;
  }
  return sum;
}

double least_ms(const std::function<void()>& work) {
  double least = 1e12;
  for (int run = 0; run < 3; ++run) {
    const double begin = processor_ms();
    work();
    least = std::min(least, processor_ms() - begin);
  }
  return least;
}

void command(const std::string& line) {
  // diff and git end with 1 where there are differences.
  if (std::system((line + " >/dev/null 2>&1").c_str()) == -1) std::abort();
}

std::vector<std::string> lines_of(std::mt19937& random, int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) {
    const auto number = random() % 5000;
    lines.push_back(
        i % 7 == 0   ? "\n"
        : i % 5 == 0 ? "\t}\n"
                     : fmt::format("\tvalue_{} = compute(table, {});  /* {} */\n", number, i, number % 97));
  }
  return lines;
}

/// Some lines gone, some changed, some put in: `share` of all.
std::vector<std::string> edited(std::mt19937& random, const std::vector<std::string>& lines, double share) {
  std::vector<std::string> out;
  const auto one_in = static_cast<std::uint64_t>(1 / share);
  for (const std::string& line : lines) {
    const auto kind = random() % one_in == 0 ? random() % 3 : 3;
    if (kind == 1) out.push_back(fmt::format("\tfresh_{}();\n", random() % 100000));
    if (kind == 2) out.push_back("\tchanged " + line);
    if (kind == 1 || kind == 3) out.push_back(line);
  }
  return out;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void compare_files(const seal_test::Scratch& scratch, int lines, double share) {
  std::mt19937 random(11);
  const auto before = lines_of(random, lines);
  const std::string one = joined(before);
  const std::string two = joined(edited(random, before, share));
  write(scratch / "one.c", one);
  write(scratch / "two.c", two);
  const std::string both = (scratch / "one.c").native() + " " + (scratch / "two.c").native();
  compare::FileDiff diff;
  const double whole = least_ms([&] { diff = *compare::diff_texts(one, two); });
  compare::DiffOptions lines_only;
  lines_only.words = false;
  const double alone = least_ms([&] { diff = *compare::diff_texts(one, two, lines_only); });
  const double plain = least_ms([&] { command("diff -u " + both); });
  const double git = least_ms([&] { command("git diff --no-index --histogram " + both); });
  fmt::print(
      "{:>9} lines, {:4.1f} % edited, {:>6} changes{}: ours {:.0f} (with words {:.0f}), diff -u {:.0f}, git "
      "{:.0f}\n",
      lines, 100 * share, diff.changes.size(), diff.shortest ? "" : " (not the shortest)", alone, whole,
      plain, git);
}

void compare_trees(const seal_test::Scratch& scratch, int files) {
  std::mt19937 random(12);
  for (int i = 0; i < files; ++i) {
    const auto lines = lines_of(random, 40 + static_cast<int>(random() % 400));
    const std::string path = fmt::format("d{}/e{}/f{}.c", i % 40, i % 7, i);
    const auto kind = random() % 100;
    const std::string text = joined(lines);
    if (kind != 0) write(scratch / ("1/" + path), text);
    if (kind == 1) continue;
    const bool changed = kind >= 2 && kind < 12;
    write(scratch / ("2/" + (kind == 12 || kind == 13 ? "moved/" + path : path)),
          changed || kind == 13 ? joined(edited(random, lines, 0.05)) : text);
  }
  if (!seal_test::pack_releases({{"1", scratch / "1", {}}, {"2", scratch / "2", {}}}, scratch / "t.spar"))
    std::abort();
  const auto open = [&](const char* name) {
    return find::archive_files(std::make_shared<const seal::ArchiveReader>(
        std::move(*seal_test::open(scratch / "t.spar")->with_release(name))));
  };
  compare::TreeDiff diff;
  const double ours = least_ms([&] {
    const auto was = open("1");  // anew, so that nothing is known of it
    const auto is = open("2");
    diff = *compare::diff_trees(*was, *is);
  });
  const double git = least_ms([&] {
    command("git diff --no-index --name-status -M " + (scratch / "1").native() + " " +
            (scratch / "2").native());
  });
  fmt::print(
      "{:>9} files: {} added, {} removed, {} changed, {} renamed: ours {:.0f} from the sealed archive, git "
      "{:.0f}\n",
      diff.files, diff.counts[0], diff.counts[1], diff.counts[2], diff.counts[3], ours, git);
}

}  // namespace

int main(int argc, char** argv) {
  const seal_test::Scratch scratch;
  compare_files(scratch, 20'000, 0.02);
  compare_files(scratch, 200'000, 0.002);
  compare_files(scratch, 200'000, 0.02);
  compare_files(scratch, 200'000, 0.5);
  compare_trees(scratch, argc > 1 ? std::atoi(argv[1]) : 10'000);
  return 0;
}
