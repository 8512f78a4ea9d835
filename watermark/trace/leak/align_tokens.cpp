#include "watermark/trace/leak/align_tokens.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace spoor::leak {
namespace {

// The model's steps; together 1. Up to one token in five is changed, so most steps keep.
constexpr double kKeep = 0.60, kChange = 0.15, kSkip = 0.125;  // a skip each way
constexpr double kChangeKeepsKind = 0.9;                       // a name becomes a name, not a bracket

enum class Step : std::uint8_t { none, both, leak_only, source_only };

using Renames = std::unordered_map<std::uint64_t, std::uint64_t>;  // name in the leak -> name in the source

// Looking for renames, one name in place of another costs nothing yet.
enum class Reading : std::uint8_t { looking, judging };

class Scores {
 public:
  Scores(std::span<const Token> leak, std::span<const Token> source, const TokenCounts& counts,
         const Renames& renames, Reading step)
      : leak_(leak), source_(source), renames_(renames) {
    for (const double share : counts.shares(leak)) keep_.push_back(std::log2(kKeep / share));
    for (std::size_t kind = 0; kind < 4; ++kind) {
      const double share = counts.kind_share(static_cast<TokenKind>(kind));
      same_kind_[kind] = std::log2(kChange * kChangeKeepsKind / share);
      other_kind_[kind] = std::log2(kChange * (1 - kChangeKeepsKind) / std::max(1 - share, 1e-3));
    }
    if (step == Reading::looking) same_kind_[static_cast<std::size_t>(TokenKind::word)] = 0;
    if (renames.empty()) return;
    std::unordered_map<std::uint64_t, double> here;
    for (const Token& token : source) ++here[token.name];
    for (const auto& [from, to] : renames)
      renamed_[from] = std::log2(kKeep * static_cast<double>(source.size()) / here[to]);
  }
  [[nodiscard]] bool is_renamed(std::size_t i, std::size_t j) const {
    const auto at = renames_.find(leak_[i].name);
    return at != renames_.end() && at->second == source_[j].name;
  }
  [[nodiscard]] double pair(std::size_t i, std::size_t j) const {
    const Token &one = leak_[i], &other = source_[j];
    if (one.name == other.name) return keep_[i];
    if (one.kind != other.kind) return other_kind_[static_cast<std::size_t>(one.kind)];
    // Another name is never better evidence than the same one: of near copies, the true one is to win.
    if (one.kind == TokenKind::word && is_renamed(i, j)) return std::min(keep_[i], renamed_.at(one.name));
    return same_kind_[static_cast<std::size_t>(one.kind)];
  }

 private:
  std::span<const Token> leak_, source_;
  const Renames& renames_;
  std::vector<double> keep_;
  std::array<double, 4> same_kind_{}, other_kind_{};
  std::unordered_map<std::uint64_t, double> renamed_;
};

struct Pair {
  std::size_t leak = 0, source = 0;
  double bits = 0;
};

struct Path {
  double bits = 0;
  std::vector<Pair> pairs;  // rising
  std::vector<Pair> skips;  // of the source's tokens (source_only): what they cost
};

/// The best local path (Smith and Waterman 1981), with a skip costing the same wherever it stands.
class Grid {
 public:
  Grid(std::size_t leak, std::size_t source, const Scores& scores)
      : width_(source + 1), steps_((leak + 1) * width_), scores_(scores) {
    fill(leak, source);
  }

  [[nodiscard]] Path path() const {
    Path out;
    out.bits = best_;
    std::size_t i = best_i_, j = best_j_;
    while (steps_[i * width_ + j] != Step::none) {
      const Step step = steps_[i * width_ + j];
      if (step != Step::source_only) --i;
      if (step != Step::leak_only) --j;
      if (step == Step::both) out.pairs.push_back({i, j, scores_.pair(i, j)});
      if (step == Step::source_only) out.skips.push_back({i, j, kSkipBits});
    }
    std::reverse(out.pairs.begin(), out.pairs.end());
    return out;
  }

 private:
  static constexpr double kSkipBits = -3;  // log2(kSkip)
  static_assert(kSkip == 0.125);

  void fill(std::size_t leak, std::size_t source) {
    std::vector<double> above(width_), here(width_);
    for (std::size_t i = 1; i <= leak; ++i) {
      for (std::size_t j = 1; j <= source; ++j) {
        const double both = above[j - 1] + scores_.pair(i - 1, j - 1);
        const double leak_only = above[j] + kSkipBits, source_only = here[j - 1] + kSkipBits;
        double most = 0;
        Step step = Step::none;
        if (both > most) most = both, step = Step::both;
        if (leak_only > most) most = leak_only, step = Step::leak_only;
        if (source_only > most) most = source_only, step = Step::source_only;
        here[j] = most;
        steps_[i * width_ + j] = step;
        if (most > best_) best_ = most, best_i_ = i, best_j_ = j;
      }
      std::swap(above, here);
    }
  }

  std::size_t width_;
  std::vector<Step> steps_;
  const Scores& scores_;
  double best_ = 0;
  std::size_t best_i_ = 0, best_j_ = 0;
};

/// Names that stand for one another, twice at least and most of the time.
Renames find_renames(const Path& path, std::span<const Token> leak, std::span<const Token> source) {
  std::map<std::uint64_t, std::map<std::uint64_t, std::size_t>> seen;
  for (const Pair& pair : path.pairs)
    if (leak[pair.leak].kind == TokenKind::word && source[pair.source].kind == TokenKind::word)
      ++seen[leak[pair.leak].name][source[pair.source].name];
  Renames out;
  std::unordered_set<std::uint64_t> taken;
  for (const auto& [from, to] : seen) {
    std::size_t all = 0;
    for (const auto& [name, count] : to) all += count;
    const auto most = std::max_element(
        to.begin(), to.end(), [](const auto& one, const auto& other) { return one.second < other.second; });
    if (most->first == from || most->second < 2 || most->second * 2 <= all) continue;
    if (taken.insert(most->first).second) out.emplace(from, most->first);
  }
  return out;
}

/// What it costs to say which name became which: one of all the names that stand here.
double cost_of_renames(const Path& path, const Scores& scores, std::span<const Token> leak,
                       std::span<const Token> source) {
  std::unordered_set<std::uint64_t> names, used;
  for (const Token& token : source) names.insert(token.name);
  for (const Pair& pair : path.pairs)
    if (leak[pair.leak].name != source[pair.source].name && scores.is_renamed(pair.leak, pair.source))
      used.insert(leak[pair.leak].name);
  return static_cast<double>(used.size()) * std::log2(std::max<double>(2, static_cast<double>(names.size())));
}

std::vector<LineBits> bits_of_lines(const Path& path, std::span<const Token> source) {
  std::map<std::uint32_t, double> lines;
  for (const Pair& pair : path.pairs) lines[source[pair.source].line] += pair.bits;
  for (const Pair& skip : path.skips) lines[source[skip.source].line] += skip.bits;
  std::vector<LineBits> out;
  for (const auto& [line, bits] : lines)
    if (bits > 0) out.push_back({line, bits});
  return out;
}

TokenAlignment describe(const Path& path, const Scores& scores, std::span<const Token> leak,
                        std::span<const Token> source) {
  TokenAlignment out;
  out.bits = path.bits - cost_of_renames(path, scores, leak, source);
  if (path.pairs.empty() || out.bits <= 0) return {};
  out.leak_first = path.pairs.front().leak;
  out.leak_last = path.pairs.back().leak;
  out.first_line = source[path.pairs.front().source].line;
  out.last_line = source[path.pairs.back().source].line;
  out.lines = bits_of_lines(path, source);
  for (const Pair& pair : path.pairs) {
    if (leak[pair.leak].name == source[pair.source].name)
      ++out.equal;
    else if (scores.is_renamed(pair.leak, pair.source))
      ++out.renamed;
  }
  return out;
}

}  // namespace

TokenAlignment align_tokens(std::span<const Token> leak, std::span<const Token> source,
                            const TokenCounts& counts) {
  const Renames none;
  const Scores looking(leak, source, counts, none, Reading::looking);
  const Renames renames = find_renames(Grid(leak.size(), source.size(), looking).path(), leak, source);
  const Scores judging(leak, source, counts, renames, Reading::judging);
  return describe(Grid(leak.size(), source.size(), judging).path(), judging, leak, source);
}

}  // namespace spoor::leak
