#include "viewer/find/required.hpp"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <string_view>

namespace spoor::find {
namespace {

// With more strings than this, one pass of RE2 over the text is faster than one scan for each.
constexpr std::size_t kMostStrings = 8;
constexpr int kLeastBytes = 2;

/// The longest part of an atom that stands for itself in any case: RE2's atoms are in lower case, and beyond
/// ASCII (and for k and s, of which Unicode has a third form each) a lower case has other upper cases than
/// ours.
std::string_view plain_part(std::string_view atom) {
  std::string_view best;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= atom.size(); ++i) {
    const bool plain =
        i < atom.size() && static_cast<unsigned char>(atom[i]) < 0x80 && atom[i] != 'k' && atom[i] != 's';
    if (plain) continue;
    if (i - begin > best.size()) best = atom.substr(begin, i - begin);
    begin = i + 1;
  }
  return best;
}

}  // namespace

std::vector<LiteralFinder> required_strings(const std::string& expression, const re2::RE2::Options& options) {
  re2::FilteredRE2 filter(kLeastBytes);
  int id = 0;
  std::vector<std::string> atoms;
  if (filter.Add(expression, options, &id) != RE2::NoError) return {};
  filter.Compile(&atoms);

  // Whether a text that holds no atom but those outside of `chosen` can still match.
  const auto escapes = [&](const std::vector<bool>& chosen) {
    std::vector<int> others;
    for (std::size_t i = 0; i < atoms.size(); ++i)
      if (!chosen[i]) others.push_back(static_cast<int>(i));
    std::vector<int> possible;
    filter.AllPotentials(others, &possible);
    return !possible.empty();
  };
  std::vector<std::size_t> by_length(atoms.size());
  std::vector<bool> chosen(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    by_length[i] = i;
    chosen[i] = plain_part(atoms[i]).size() >= static_cast<std::size_t>(kLeastBytes);
  }
  if (atoms.empty() || escapes(chosen)) return {};
  // Of strings that a match holds together the longest is enough: take away the shortest ones first.
  std::stable_sort(by_length.begin(), by_length.end(), [&](std::size_t a, std::size_t b) {
    return plain_part(atoms[a]).size() < plain_part(atoms[b]).size();
  });
  for (const std::size_t i : by_length) {
    if (!chosen[i]) continue;
    chosen[i] = false;
    if (escapes(chosen)) chosen[i] = true;
  }
  std::vector<LiteralFinder> strings;
  for (std::size_t i = 0; i < atoms.size(); ++i)
    if (chosen[i]) strings.emplace_back(std::string(plain_part(atoms[i])), true);
  if (strings.size() > kMostStrings) strings.clear();
  return strings;
}

}  // namespace spoor::find
