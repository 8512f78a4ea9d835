#include "watermark/trace/leak/counts.hpp"

#include <algorithm>
#include <bit>
#include <unordered_map>

namespace spoor::leak {
namespace {

constexpr std::size_t kContext = 3;  // tokens

std::uint64_t joined(std::uint64_t one, std::uint64_t other) {
  const std::uint64_t hash = (std::rotl(one, 21) ^ other) * 0x9E3779B97F4A7C15ULL;
  return hash ^ (hash >> 32U);
}

/// Of the shapes in front of a token; at >= kContext.
std::uint64_t context_of(std::span<const Token> tokens, std::size_t at) {
  std::uint64_t out = kContext;
  for (std::size_t i = at - kContext; i < at; ++i) out = joined(out, tokens[i].shape);
  return out;
}

template <typename Key>
CountTable table_of(std::span<const std::vector<Token>> leaks, std::size_t from, const Key& key) {
  std::vector<std::uint64_t> keys;
  for (const auto& leak : leaks)
    for (std::size_t i = from; i < leak.size(); ++i) keys.push_back(key(leak, i));
  return CountTable(std::move(keys));
}

std::uint64_t follower_of(std::span<const Token> tokens, std::size_t at) {
  return joined(context_of(tokens, at), tokens[at].name);
}

/// What a leak has had behind one context so far.
class OwnContext {
 public:
  /// How often by what was there before; 0: it was not there.
  double share_and_add(const Token& token) {
    // Half a sighting of something else beside those that there were (Krichevsky and Trofimov 1981).
    const double total = seen_ + 0.5;
    double& same = followers_[token.name];
    const bool rises = token.count != 0 && last_count_ != 0 && token.count == last_count_ + 1;
    const double share = std::max(same, rises ? rising_ : 0) / total;
    ++seen_;
    ++same;
    if (rises) ++rising_;
    if (token.count != 0) last_count_ = token.count;
    return share;
  }

 private:
  std::unordered_map<std::uint64_t, double> followers_;
  double seen_ = 0, rising_ = 0;
  std::uint16_t last_count_ = 0;
};

}  // namespace

CountTable::CountTable(std::vector<std::uint64_t> keys) {
  constexpr std::size_t kRoom = 4;  // slots a key: hardly any chain
  slots_.resize(std::bit_ceil(kRoom * keys.size() + 1));
  for (const std::uint64_t key : keys) slots_[slot_of(key)].key = key;
}

std::size_t CountTable::slot_of(std::uint64_t key) const noexcept {
  std::size_t slot = (key * 0xD1342543DE82EF95ULL >> 20U) & (slots_.size() - 1);
  while (slots_[slot].key != 0 && slots_[slot].key != key) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

void CountTable::count(std::uint64_t key) noexcept {
  Slot& slot = slots_[slot_of(key)];
  if (slot.key == key) ++slot.count;
}

std::uint64_t CountTable::of(std::uint64_t key) const noexcept {
  const Slot& slot = slots_[slot_of(key)];
  return slot.key == key ? slot.count : 0;
}

void CountTable::merge(const CountTable& other) noexcept {
  for (const Slot& slot : other.slots_)
    if (slot.count > 0) slots_[slot_of(slot.key)].count += slot.count;
}

TokenCounts::TokenCounts(std::span<const std::vector<Token>> leaks)
    : names_(table_of(leaks, 0, [](const auto& leak, std::size_t i) { return leak[i].name; })),
      contexts_(table_of(leaks, kContext, context_of)),
      followers_(table_of(leaks, kContext, follower_of)) {}

void TokenCounts::add(std::span<const Token> tokens) noexcept {
  all_ += tokens.size();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    ++kinds_[static_cast<std::size_t>(tokens[i].kind)];
    names_.count(tokens[i].name);
    if (i < kContext) continue;
    const std::uint64_t context = context_of(tokens, i);
    contexts_.count(context);
    followers_.count(joined(context, tokens[i].name));
  }
}

void TokenCounts::merge(const TokenCounts& other) noexcept {
  names_.merge(other.names_);
  contexts_.merge(other.contexts_);
  followers_.merge(other.followers_);
  for (std::size_t i = 0; i < kinds_.size(); ++i) kinds_[i] += other.kinds_[i];
  all_ += other.all_;
}

double TokenCounts::share(std::span<const Token> leak, std::size_t at) const noexcept {
  const auto all = static_cast<double>(std::max<std::uint64_t>(all_, 1));
  const auto seen = static_cast<double>(std::max<std::uint64_t>(names_.of(leak[at].name), 1));
  const double alone = std::min(1.0, seen / all);
  if (at < kContext) return alone;
  // A context seen n times speaks with weight n against a few sightings' worth of the token by itself.
  constexpr double kPrior = 10;
  const auto context = static_cast<double>(contexts_.of(context_of(leak, at)));
  const auto follower = static_cast<double>(followers_.of(follower_of(leak, at)));
  return std::max(alone, std::min(1.0, (follower + kPrior * alone) / (context + kPrior)));
}

std::vector<double> TokenCounts::shares(std::span<const Token> leak) const {
  std::unordered_map<std::uint64_t, OwnContext> own;
  std::vector<double> out;
  for (std::size_t i = 0; i < leak.size(); ++i) {
    out.push_back(share(leak, i));
    if (i >= kContext) out.back() = std::max(out.back(), own[context_of(leak, i)].share_and_add(leak[i]));
  }
  return out;
}

double TokenCounts::kind_share(TokenKind kind) const noexcept {
  const auto seen = static_cast<double>(std::max<std::uint64_t>(kinds_[static_cast<std::size_t>(kind)], 1));
  return std::min(1.0, seen / static_cast<double>(std::max<std::uint64_t>(all_, 1)));
}

}  // namespace spoor::leak
