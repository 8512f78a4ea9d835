#include "viewer/compare/renames.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace spoor::compare {
namespace {

constexpr std::size_t kPieceBytes = 64;  // of a longer line, as in git's diffcore-delta.c

/// How many bytes a file has of a piece, whose text is hashed.
struct Piece {
  std::uint64_t hash = 0;
  std::uint64_t bytes = 0;
};

struct Print {
  std::vector<Piece> pieces;  ///< by hash, each once
  std::uint64_t bytes = 0;
};

/// FNV-1a, 64 bits (Fowler, Noll, Vo).
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

Print print_of(std::string_view text) {
  Print out;
  out.bytes = text.size();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view piece = text.substr(0, std::min(end, kPieceBytes));
    out.pieces.push_back({hash_of(piece), piece.size()});
    text.remove_prefix(piece.size());
  }
  std::sort(out.pieces.begin(), out.pieces.end(),
            [](const Piece& a, const Piece& b) { return a.hash < b.hash; });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < out.pieces.size(); ++i) {
    if (out.pieces[i].hash == out.pieces[kept].hash)
      out.pieces[kept].bytes += out.pieces[i].bytes;
    else
      out.pieces[++kept] = out.pieces[i];
  }
  if (!out.pieces.empty()) out.pieces.resize(kept + 1);
  return out;
}

int percent(std::uint64_t shared, std::uint64_t one, std::uint64_t other) {
  const std::uint64_t larger = std::max(one, other);
  return larger == 0 ? 0 : static_cast<int>(100 * shared / larger);
}

int alike(const Print& one, const Print& other) {
  std::uint64_t shared = 0;
  auto a = one.pieces.begin();
  auto b = other.pieces.begin();
  while (a != one.pieces.end() && b != other.pieces.end()) {
    if (a->hash == b->hash) {
      shared += std::min(a->bytes, b->bytes);
      ++a, ++b;
    } else {
      ++(a->hash < b->hash ? a : b);
    }
  }
  return percent(shared, one.bytes, other.bytes);
}

struct Candidate {
  int alike_percent = 0;
  bool same_name = false;
  std::size_t removed = 0;
  std::size_t added = 0;
};

class Finder {
 public:
  Finder(std::span<const TreeFile> removed, std::span<const TreeFile> added, const ReadFile& read_removed,
         const ReadFile& read_added, const RenameLimits& limits, const std::stop_token& stop)
      : removed_(removed),
        added_(added),
        read_removed_(read_removed),
        read_added_(read_added),
        limits_(limits),
        stop_(stop),
        was_(removed.size()),
        is_(added.size()) {}

  Renames run() {
    pair_same_places();
    pair_same_names();
    const std::vector<std::size_t> from = free(was_);
    const std::vector<std::size_t> to = free(is_);
    if (from.size() * to.size() > limits_.most_pairs)
      out_.bounded = true;
    else if (!from.empty() && !to.empty())
      pair_alike(from, to);
    std::sort(out_.pairs.begin(), out_.pairs.end(),
              [](const Rename& a, const Rename& b) { return a.added < b.added; });
    return std::move(out_);
  }

 private:
  [[nodiscard]] static std::vector<std::size_t> free(const std::vector<bool>& taken) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < taken.size(); ++i)
      if (!taken[i]) out.push_back(i);
    return out;
  }
  void pair(std::size_t removed, std::size_t added, int alike_percent) {
    was_[removed] = is_[added] = true;
    out_.pairs.push_back({removed, added, alike_percent});
  }
  [[nodiscard]] bool same_name(std::size_t removed, std::size_t added) const {
    return name_of(removed_[removed].path) == name_of(added_[added].path);
  }

  /// What holds the same without having been read; empty files hold nothing to know them by.
  void pair_same_places() {
    std::map<std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>, std::vector<std::size_t>> by_place;
    const auto key = [](const TreeFile& file) {
      return std::tuple(file.size_bytes, file.place->block, file.place->offset_bytes);
    };
    for (std::size_t i = 0; i < removed_.size(); ++i)
      if (removed_[i].place && removed_[i].size_bytes > 0) by_place[key(removed_[i])].push_back(i);
    for (const bool by_name : {true, false})
      for (std::size_t i = 0; i < added_.size(); ++i) {
        if (is_[i] || !added_[i].place || added_[i].size_bytes == 0) continue;
        const auto found = by_place.find(key(added_[i]));
        if (found == by_place.end()) continue;
        for (const std::size_t old : found->second)
          if (!was_[old] && (!by_name || same_name(old, i))) {
            pair(old, i, 100);
            break;
          }
      }
  }

  /// Names that occur once on both sides.
  void pair_same_names() {
    std::unordered_map<std::string_view, std::vector<std::size_t>> old_names;
    std::unordered_map<std::string_view, std::vector<std::size_t>> new_names;
    for (const std::size_t i : free(was_)) old_names[name_of(removed_[i].path)].push_back(i);
    for (const std::size_t i : free(is_)) new_names[name_of(added_[i].path)].push_back(i);
    for (const auto& [name, places] : new_names) {
      const auto old = old_names.find(name);
      if (places.size() != 1 || old == old_names.end() || old->second.size() != 1) continue;
      if (stop_.stop_requested()) return;
      const Print* was = print(removed_[old->second[0]], read_removed_, old_prints_);
      const Print* is = print(added_[places[0]], read_added_, new_prints_);
      if (was == nullptr || is == nullptr) continue;
      if (const int share = alike(*was, *is); share >= limits_.least_percent)
        pair(old->second[0], places[0], share);
    }
  }

  /// Every removed file with every added one, by the pieces that both have.
  void pair_alike(const std::vector<std::size_t>& from, const std::vector<std::size_t>& to) {
    struct Holder {
      std::size_t removed = 0;
      std::uint64_t bytes = 0;
    };
    std::unordered_map<std::uint64_t, std::vector<Holder>> holders;
    for (const std::size_t i : from) {
      if (stop_.stop_requested()) return;
      const Print* was = print(removed_[i], read_removed_, old_prints_);
      if (was == nullptr) continue;
      for (const Piece& piece : was->pieces) holders[piece.hash].push_back({i, piece.bytes});
    }
    std::vector<Candidate> candidates;
    std::vector<std::uint64_t> shared(removed_.size());
    for (const std::size_t i : to) {
      if (stop_.stop_requested()) return;
      const Print* is = print(added_[i], read_added_, new_prints_);
      if (is == nullptr) continue;
      std::fill(shared.begin(), shared.end(), 0);
      for (const Piece& piece : is->pieces)
        if (const auto found = holders.find(piece.hash); found != holders.end())
          for (const Holder& holder : found->second)
            shared[holder.removed] += std::min(holder.bytes, piece.bytes);
      for (const std::size_t old : from) {
        const int share = percent(shared[old], removed_[old].size_bytes, is->bytes);
        if (share >= limits_.least_percent) candidates.push_back({share, same_name(old, i), old, i});
      }
    }
    take_best(candidates);
  }

  void take_best(std::vector<Candidate>& candidates) {
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      return std::tuple(-a.alike_percent, !a.same_name, a.added, a.removed) <
             std::tuple(-b.alike_percent, !b.same_name, b.added, b.removed);
    });
    for (const Candidate& c : candidates)
      if (!was_[c.removed] && !is_[c.added]) pair(c.removed, c.added, c.alike_percent);
  }

  using Prints = std::unordered_map<std::string_view, std::optional<Print>>;
  const Print* print(const TreeFile& file, const ReadFile& read, Prints& known) {
    const auto [entry, fresh] = known.try_emplace(file.path);
    if (fresh && file.size_bytes > 0) {
      if (file.size_bytes > limits_.most_bytes || read_bytes_ + file.size_bytes > limits_.most_read) {
        out_.bounded = true;
      } else if (const auto text = read(file)) {
        read_bytes_ += file.size_bytes;
        entry->second = print_of(*text);
      }
    }
    return entry->second ? &*entry->second : nullptr;
  }

  std::span<const TreeFile> removed_;
  std::span<const TreeFile> added_;
  const ReadFile& read_removed_;
  const ReadFile& read_added_;
  const RenameLimits& limits_;
  const std::stop_token& stop_;
  std::vector<bool> was_;  ///< removed files that are in a pair
  std::vector<bool> is_;   ///< added ones
  Prints old_prints_;
  Prints new_prints_;
  std::uint64_t read_bytes_ = 0;
  Renames out_;
};

}  // namespace

Renames find_renames(std::span<const TreeFile> removed, std::span<const TreeFile> added,
                     const ReadFile& read_removed, const ReadFile& read_added, const RenameLimits& limits,
                     const std::stop_token& stop) {
  return Finder(removed, added, read_removed, read_added, limits, stop).run();
}

int alike_percent(std::string_view one, std::string_view other) {
  return alike(print_of(one), print_of(other));
}

}  // namespace spoor::compare
