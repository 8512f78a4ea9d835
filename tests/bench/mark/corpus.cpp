#include "tests/bench/mark/corpus.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace spoor::bench {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kCells = 120;
constexpr std::size_t kTab = 8;
constexpr std::size_t kLeastRows = 40;

std::u32string cells_of(const std::string& line) {
  std::u32string cells;
  for (const char raw : line) {
    const auto c = static_cast<unsigned char>(raw);
    if (cells.size() >= kCells) break;
    if (c == '\t') {
      cells.append(kTab - cells.size() % kTab, U' ');
    } else if (c < 0x80) {
      cells.push_back(c < 0x20 ? U' ' : c);
    } else if (c >= 0xC0) {
      cells.push_back(0xFFFD);  // one cell a UTF-8 sequence; which letter it is does not matter here
    }
  }
  return cells;
}

bool ends_in(const std::string& path, std::span<const std::string_view> endings) {
  return endings.empty() ||
         std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return path.ends_with(e); });
}

SourceFile read_rows(const std::string& path, BlankRows blank) {
  std::ifstream in(path, std::ios::binary);
  SourceFile file;
  for (std::string line; std::getline(in, line);) {
    if (line.find('\0') != std::string::npos) return {};
    std::u32string cells = cells_of(line);
    if (blank == BlankRows::keep || cells.find_first_not_of(U' ') != std::u32string::npos)
      file.rows.push_back(std::move(cells));
  }
  return file;
}

}  // namespace

Corpus load_corpus(const std::string& name, const std::string& folder,
                   std::span<const std::string_view> endings, std::size_t count, double offset,
                   BlankRows blank) {
  std::vector<std::string> paths;
  std::error_code ignored;
  for (fs::recursive_directory_iterator it(folder, ignored), end; it != end; it.increment(ignored))
    if (it->is_regular_file(ignored) && ends_in(it->path().string(), endings))
      paths.push_back(it->path().string());
  std::sort(paths.begin(), paths.end());
  Corpus corpus{name, {}};
  const double stride = std::max(1.0, static_cast<double>(paths.size()) / static_cast<double>(count));
  for (double at = offset * stride; at < static_cast<double>(paths.size()); at += stride) {
    SourceFile file = read_rows(paths[static_cast<std::size_t>(at)], blank);
    if (file.rows.size() >= kLeastRows) corpus.files.push_back(std::move(file));
  }
  return corpus;
}

std::vector<Corpus> load_all(const std::string& kernel, std::size_t count, double offset, BlankRows blank) {
  constexpr std::array<std::string_view, 2> kC = {".c", ".h"};
  constexpr std::array<std::string_view, 1> kPython = {".py"};
  constexpr std::array<std::string_view, 3> kScript = {".js", ".ts", ".mjs"};
  std::vector<Corpus> corpora;
  if (!kernel.empty()) corpora.push_back(load_corpus("kernel C", kernel, kC, count, offset, blank));
  corpora.push_back(load_corpus("C++ headers", "/usr/include/c++", {}, count, offset, blank));
  corpora.push_back(load_corpus("Python", "/usr/lib/python3", kPython, count / 2, offset, blank));
  corpora.push_back(load_corpus("Python library", "/usr/lib/python3.11", kPython, count / 2, offset, blank));
  corpora.push_back(load_corpus("JavaScript", "/usr/share/nodejs", kScript, count, offset, blank));
  std::erase_if(corpora, [](const Corpus& corpus) { return corpus.files.empty(); });
  return corpora;
}

std::span<const std::u32string> random_window(const std::vector<Corpus>& corpora, std::size_t rows,
                                              Rng& rng) {
  const Corpus& corpus = corpora[rng() % corpora.size()];
  const auto& all = corpus.files[rng() % corpus.files.size()].rows;
  const std::size_t first = all.size() > rows ? rng() % (all.size() - rows) : 0;
  return std::span(all).subspan(first, std::min(rows, all.size() - first));
}

mark::Window window_at(const std::u32string& row, std::size_t column) noexcept {
  mark::Window window;
  for (std::size_t k = 0; k < window.size(); ++k) {
    const std::size_t at = column + k;  // of column + k - 2
    window[k] = at >= 2 && at - 2 < row.size() ? row[at - 2] : U' ';
  }
  return window;
}

std::vector<mark::Position> positions_of(std::span<const std::u32string> rows) {
  std::vector<mark::Position> positions;
  for (const auto& row : rows)
    for (std::size_t column = 0; column < row.size(); ++column) {
      const mark::Position p = mark::position_of(window_at(row, column));
      if (p.code != mark::Code::none) positions.push_back(p);
    }
  return positions;
}

}  // namespace spoor::bench
