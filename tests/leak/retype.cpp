#include "tests/leak/retype.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace spoor::leak_test {
namespace {

struct Piece {
  std::string text;
  bool word = false;
  bool space_before = false;
  bool line_before = false;
};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<Piece> pieces_of(const std::vector<std::string>& lines) {
  std::vector<Piece> out;
  for (const std::string& line : lines) {
    bool space = false, first = true;
    for (std::size_t at = 0; at < line.size();) {
      if (std::isspace(static_cast<unsigned char>(line[at])) != 0) {
        space = true;
        ++at;
        continue;
      }
      std::size_t end = at + 1;
      const bool word = is_word(line[at]);
      while (word && end < line.size() && is_word(line[end])) ++end;
      out.push_back({line.substr(at, end - at), word, space, first});
      space = first = false;
      at = end;
    }
  }
  return out;
}

std::size_t below(std::mt19937_64& random, std::size_t limit) {
  return random() % limit;
}

std::string new_name(std::mt19937_64& random) {
  std::string out;
  for (std::size_t i = 4 + below(random, 6); i > 0; --i) out += static_cast<char>('a' + below(random, 26));
  return out;
}

/// One typing error: another word or sign, one left out, one too many.
void mistype(std::vector<Piece>& pieces, std::size_t at, std::mt19937_64& random) {
  static constexpr char kSigns[] = "(){}[];,.+-*/<>=&|!";
  Piece& piece = pieces[at];
  switch (below(random, 3)) {
    case 0:
      piece.text.clear();
      break;
    case 1:
      piece.text += ' ' + new_name(random);
      break;
    default:
      piece.text = piece.word ? new_name(random) : std::string(1, kSigns[below(random, sizeof kSigns - 1)]);
  }
}

/// Renames whole names until they account for about `budget` tokens.
std::size_t rename_names(std::vector<Piece>& pieces, std::vector<bool>& changed, std::size_t budget,
                         std::mt19937_64& random) {
  std::map<std::string, std::vector<std::size_t>> uses;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (pieces[i].word && std::isdigit(static_cast<unsigned char>(pieces[i].text[0])) == 0)
      uses[pieces[i].text].push_back(i);
  std::vector<std::string> names;
  for (const auto& [name, at] : uses) names.push_back(name);
  std::shuffle(names.begin(), names.end(), random);
  std::size_t done = 0;
  for (const std::string& name : names) {
    const auto& at = uses[name];
    if (done + at.size() > budget) continue;
    const std::string other = new_name(random);
    for (const std::size_t i : at) pieces[i].text = other, changed[i] = true;
    done += at.size();
  }
  return done;
}

std::string written(const std::vector<Piece>& pieces, bool reflow, std::mt19937_64& random) {
  std::string out;
  std::size_t column = 0;
  std::size_t width = 30 + below(random, 90);
  for (const Piece& piece : pieces) {
    if (piece.text.empty()) continue;
    const bool breaks = reflow ? column > width : piece.line_before;
    if (breaks) {
      out += '\n' + std::string(below(random, 6), ' ');
      column = 0;
      width = 30 + below(random, 90);
    } else if (piece.space_before || piece.line_before) {
      out += ' ';
    }
    out += piece.text;
    column += piece.text.size();
  }
  return out + '\n';
}

}  // namespace

Retyped retype(const std::vector<std::string>& lines, const RetypeOptions& options, std::mt19937_64& random) {
  std::vector<Piece> pieces = pieces_of(lines);
  std::vector<bool> changed(pieces.size());
  const auto wanted = static_cast<std::size_t>(options.changed * static_cast<double>(pieces.size()));
  std::size_t done = rename_names(
      pieces, changed, static_cast<std::size_t>(options.rename_share * static_cast<double>(wanted)), random);
  while (done < wanted) {
    const std::size_t at = below(random, pieces.size());
    if (changed[at]) continue;
    mistype(pieces, at, random);
    changed[at] = true;
    ++done;
  }
  Retyped out;
  out.changed = pieces.empty() ? 0 : static_cast<double>(done) / static_cast<double>(pieces.size());
  out.text = written(pieces, options.reflow, random);
  return out;
}

}  // namespace spoor::leak_test
