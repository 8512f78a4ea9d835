// Framing: with all that one or two viewers hold (their tables of every slot), nobody else and no other slot
// is named.
#include <algorithm>
#include <bit>

#include "tests/unit/mark/fixtures.hpp"
#include "watermark/mark/blind.hpp"
#include "watermark/mark/scoring.hpp"

using namespace spoor;
using namespace spoor::mark_code;

namespace {

constexpr std::size_t kRegistered = 60;
constexpr std::size_t kSeenA =
    700;  // positions of a page: enough to name attackers whose mixtures fit no word
constexpr std::uint32_t kSlots = 96;
constexpr double kPermitted = -9;

// What the attackers hold, and what they draw with.
struct Attackers {
  std::vector<std::vector<test::TableA>> a;  // by attacker and slot
  std::vector<test::TableB> b;
};
struct Forgery {
  test::TableA a{};
  test::TableB b;
  std::vector<std::pair<std::size_t, std::uint16_t>> used;  // attacker and slot of each table that went in
};

Attackers tables_of(const Coder& coder, std::span<const RegisteredSession> viewers) {
  Attackers held;
  for (const RegisteredSession& viewer : viewers) {
    held.a.emplace_back();
    for (std::uint32_t slot = 0; slot < kSlots; ++slot)
      held.a.back().push_back(test::table_a(coder, viewer.token, static_cast<std::uint16_t>(slot)));
    held.b.push_back(test::table_b(coder, viewer.token));
  }
  return held;
}

// Draws `count` different tables of the attackers'.
std::vector<test::TableA> pick(const Attackers& held, std::size_t viewers, std::size_t count,
                               Forgery& forgery, test::Rng& rng) {
  std::vector<test::TableA> picked;
  while (picked.size() < count) {
    const std::pair<std::size_t, std::uint16_t> choice{rng() % viewers,
                                                       static_cast<std::uint16_t>(rng() % kSlots)};
    if (std::find(forgery.used.begin(), forgery.used.end(), choice) != forgery.used.end()) continue;
    forgery.used.push_back(choice);
    picked.push_back(held.a[choice.first][choice.second]);
  }
  return picked;
}

enum Attack {
  sum_of_three,
  sum_of_five,
  difference_moved,
  majority,
  halves,
  flipped_part,
  random_words,
  kAttacks
};

test::TableA combine(Attack attack, const Attackers& held, std::size_t viewers, Forgery& forgery,
                     test::Rng& rng) {
  constexpr std::array<std::size_t, kAttacks> kTables = {3, 5, 3, 5, 2, 1, 2};
  const auto tables = pick(held, viewers, kTables[attack], forgery, rng);
  test::TableA out = tables[0];
  for (std::size_t w = 0; w < out.size(); ++w) switch (attack) {
      case sum_of_three:      // linear: the mask survives an odd sum, the codeword is one again
      case difference_moved:  // own table plus the difference of two slots: the move of an own slot
      case sum_of_five:
        for (std::size_t i = 1; i < tables.size(); ++i) out[w] ^= tables[i][w];
        break;
      case majority:
        for (unsigned bit = 0; bit < 64; ++bit) {
          int pluses = 0;
          for (const auto& table : tables) pluses += static_cast<int>((table[w] >> bit) & 1U);
          const std::uint64_t one = std::uint64_t{1} << bit;
          out[w] = 2 * pluses > static_cast<int>(tables.size()) ? out[w] | one : out[w] & ~one;
        }
        break;
      case halves: {
        const std::uint64_t from = rng();
        out[w] = (tables[0][w] & from) | (tables[1][w] & ~from);
        break;
      }
      case flipped_part:
        out[w] ^= rng() & rng();
        break;  // a quarter of the signs
      case random_words:
        out[w] = tables[rng() % 2][w] ^ (rng() & rng() & rng());
        break;
      case kAttacks:
        break;
    }
  return out;
}

Forgery forge(Attack attack, const Attackers& held, std::size_t viewers, test::Rng& rng) {
  Forgery forgery;
  forgery.a = combine(attack, held, viewers, forgery, rng);
  forgery.b = held.b[0];
  for (std::uint64_t& word : forgery.b) {
    const std::uint64_t from = viewers == 2 ? rng() : 0;
    const std::size_t at = static_cast<std::size_t>(&word - forgery.b.data());
    word = (word & ~from) | (held.b[viewers - 1][at] & from);
  }
  return forgery;
}

bool was_used(const Forgery& forgery, std::size_t session, std::uint16_t slot) {
  return std::find(forgery.used.begin(), forgery.used.end(), std::pair{session, slot}) != forgery.used.end();
}

}  // namespace

TEST_CASE("ten thousand forgeries name nobody else and no other slot", "[framing]") {
  const Coder coder = test::make_coder(50);
  test::Rng rng(1);
  std::vector<RegisteredSession> registry;
  for (std::size_t i = 0; i < kRegistered; ++i) registry.push_back({rng() & kTokenMax, kSlots});
  const Attackers held = tables_of(coder, std::span(registry).first(2));  // sessions 0 and 1 attack
  int others = 0;
  int other_slots = 0;
  int blind_others = 0;
  int attackers_named = 0;
  constexpr int kAttempts = 10000;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const auto attack = static_cast<Attack>(attempt % kAttacks);
    const std::size_t viewers = 1 + rng() % 2;
    const Forgery forgery = forge(attack, held, viewers, rng);
    const auto chips = test::measured(test::random_page(rng, kSeenA, attempt % 2 == 0 ? 0 : 40), 4, rng,
                                      forgery.a, forgery.b);
    const auto scored = score_registry(coder, chips, registry);
    REQUIRE(scored.has_value());
    for (const SessionScore& score : scored->leading) {
      if (score.log10_p_corrected > kPermitted) continue;
      if (score.session >= viewers) ++others;
      if (score.session < viewers) ++attackers_named;
      if (score.session < viewers && score.slot && !was_used(forgery, score.session, *score.slot))
        ++other_slots;
    }
    BlindOptions options;
    options.list_size = 8;
    options.retry_size = 0;
    for (const BlindCandidate& candidate : decode_blind(coder, chips, options))
      for (std::size_t i = 0; i < registry.size(); ++i)
        if (candidate.payload.token == registry[i].token && !was_used(forgery, i, candidate.payload.slot))
          ++blind_others;
  }
  CHECK(others == 0);
  CHECK(other_slots == 0);
  CHECK(blind_others == 0);
  CHECK(attackers_named > 1000);  // the forgeries are captures like others: their makers are found
}

TEST_CASE("sums of own tables decode, to a payload of nobody", "[framing]") {
  // The attack that breaks a bare linear code does produce a codeword here too; behind the permutation it is
  // a random one of 2^64.
  const Coder coder = test::make_coder(51);
  test::Rng rng(2);
  const std::vector<RegisteredSession> viewers = {{rng() & kTokenMax, kSlots}, {rng() & kTokenMax, kSlots}};
  const Attackers held = tables_of(coder, viewers);
  for (int i = 0; i < 50; ++i) {
    const Forgery forgery = forge(sum_of_three, held, 2, rng);
    const auto chips = test::measured(test::random_page(rng, 400, 0), 4, rng, forgery.a, forgery.b);
    const auto found = decode_blind(coder, chips);
    REQUIRE_FALSE(found.empty());
    CHECK(found.front().log10_p_corrected < kBlindSignificant);
    for (const RegisteredSession& viewer : viewers) CHECK(found.front().payload.token != viewer.token);
  }
}
