// Policies in their canonical form: one encoding, and rules that agree with themselves.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/repair.hpp"
#include "watermark/seal/policy.hpp"

using namespace spoor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const seal::ByteView input(data, size);
  seal::Policy policy;
  if (!seal::decode_policy(input, policy)) return 0;
  fuzz::insist(!seal::unsound_clause(policy).has_value());
  fuzz::insist(std::ranges::equal(seal::encode_policy(policy), input));
  fuzz::insist(!seal::wider_clause(policy, policy).has_value());
  // Nothing is wider than what allows everything that this policy's lock and hours can.
  seal::Policy widest;
  widest.print_pages_total = seal::kUnlimited;
  widest.unlock_n = policy.unlock_n;
  widest.unlock_m = policy.unlock_m;
  widest.mark_strength_em = 0;
  fuzz::insist(!seal::wider_clause(policy, widest).has_value());
  if (!policy.daily_hours) return 0;
  fuzz::insist(!seal::describe_hours(*policy.daily_hours).empty());
  constexpr std::int64_t kWeekS = 7 * 86400;
  bool ever = false;
  for (std::int64_t at_s = 1'800'000'000; at_s < 1'800'000'000 + kWeekS; at_s += 60)
    ever = ever || seal::hours_allow(*policy.daily_hours, at_s);
  fuzz::insist(ever);  // hours that are sound open at some minute of a week
  return 0;
}
