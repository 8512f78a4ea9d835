#include "viewer/find/fuzzy.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace spoor::find {
namespace {

// How many more than asked for are scored by the best way: the quick one seldom errs by more ranks.
constexpr std::size_t kRescored = 256;
// Survivors of that many queries are kept, for going back.
constexpr std::size_t kKeptQueries = 24;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// A bit for each letter in either case and each digit, the rest share what is left.
std::uint64_t bit_of(char c) {
  const char small = lower(c);
  unsigned bit = 36 + static_cast<unsigned char>(c) % 28;
  if (small >= 'a' && small <= 'z') bit = static_cast<unsigned>(small - 'a');
  if (c >= '0' && c <= '9') bit = 26 + static_cast<unsigned>(c - '0');
  return std::uint64_t{1} << bit;
}

std::uint64_t mask_of(std::string_view text) {
  std::uint64_t mask = 0;
  for (const char c : text) mask |= bit_of(c);
  return mask;
}

struct Word {
  std::string text;  ///< in lower case unless exact
  bool exact = false;
};

std::vector<Word> words_of(std::string_view query) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < query.size();) {
    const std::size_t end = std::min(query.find(' ', at), query.size());
    if (end > at) {
      Word word{std::string(query.substr(at, end - at)), false};
      word.exact = std::any_of(word.text.begin(), word.text.end(), is_upper);
      words.push_back(std::move(word));
    }
    at = end + 1;
  }
  return words;
}

}  // namespace

FuzzyList::FuzzyList(const std::vector<std::string>& items) {
  std::size_t bytes = 0;
  for (const std::string& item : items) bytes += item.size();
  text_.reserve(bytes);
  ends_.reserve(items.size() + 1);
  masks_.reserve(items.size());
  for (const std::string& item : items) {
    text_ += item;
    ends_.push_back(text_.size());
    masks_.push_back(mask_of(item));
    const std::size_t slash = item.rfind('/');
    names_.push_back(slash == std::string::npos ? 0 : static_cast<std::uint32_t>(slash + 1));
  }
  lower_.resize(text_.size());
  std::transform(text_.begin(), text_.end(), lower_.begin(), lower);
}

FuzzyFinder::FuzzyFinder(std::shared_ptr<const FuzzyList> list) : list_(std::move(list)) {}

/// Scores quickly what the last query that this one begins with has left; remembers what is left now.
std::vector<FuzzyFinder::Scored> FuzzyFinder::survivors(const std::string& query) {
  while (!kept_.empty() && !query.starts_with(kept_.back().query)) kept_.pop_back();
  const std::vector<Word> words = words_of(query);
  std::uint64_t mask = 0;
  for (const Word& word : words) mask |= mask_of(word.text);
  std::vector<Scored> scored;
  Kept now{query, {}};
  const auto look_at = [&](std::uint32_t item) {
    if ((list_->masks_[item] & mask) != mask) return;
    Scored out{item, 0, static_cast<std::uint32_t>(list_->item(item).size())};
    for (const Word& word : words) {
      const auto score = quick_score(list_->compared(item, word.exact), word.text);
      if (!score) return;
      out.score += *score;
    }
    scored.push_back(out);
    now.items.push_back(item);
  };
  if (kept_.empty()) {
    for (std::uint32_t item = 0; item < list_->size(); ++item) look_at(item);
  } else {
    for (const std::uint32_t item : kept_.back().items) look_at(item);
  }
  if (!kept_.empty() && kept_.back().query == query) return scored;
  kept_.push_back(std::move(now));
  if (kept_.size() > kKeptQueries) kept_.erase(kept_.begin());
  return scored;
}

/// Scores an item by the best way; `at` gets the bytes that all words use.
std::int32_t FuzzyFinder::rank(std::uint32_t item, std::string_view query,
                               std::vector<std::uint32_t>& at) const {
  std::vector<std::uint32_t> of_word;
  std::int32_t score = 0;
  at.clear();
  for (const Word& word : words_of(query)) {
    score += best_score(list_->compared(item, word.exact), word.text, of_word);
    at.insert(at.end(), of_word.begin(), of_word.end());
  }
  std::sort(at.begin(), at.end());
  at.erase(std::unique(at.begin(), at.end()), at.end());
  return score;
}

std::vector<FuzzyHit> FuzzyFinder::find(std::string_view query, std::size_t most) {
  const std::string cut(query.substr(0, kMaxQueryBytes));
  std::vector<FuzzyHit> hits;
  if (words_of(cut).empty()) {
    matches_ = list_->size();
    for (std::size_t i = 0; i < std::min(most, list_->size()); ++i)
      hits.push_back({static_cast<std::uint32_t>(i), 0, {}});
    return hits;
  }
  std::vector<Scored> scored = survivors(cut);
  matches_ = scored.size();
  const auto better = [](const Scored& a, const Scored& b) {
    return std::tuple(-a.score, a.bytes, a.item) < std::tuple(-b.score, b.bytes, b.item);
  };
  const std::size_t kept = std::min(scored.size(), most + kRescored);
  std::nth_element(scored.begin(), scored.begin() + static_cast<std::ptrdiff_t>(kept), scored.end(), better);
  scored.resize(kept);
  std::vector<std::uint32_t> at;
  for (Scored& one : scored) one.score = rank(one.item, cut, at);
  std::sort(scored.begin(), scored.end(), better);
  if (scored.size() > most) scored.resize(most);
  for (const Scored& one : scored) {
    FuzzyHit hit{one.item, 0, {}};
    hit.score = rank(one.item, cut, hit.at);
    hits.push_back(std::move(hit));
  }
  return hits;
}

}  // namespace spoor::find
