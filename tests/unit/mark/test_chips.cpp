#include <limits>

#include "tests/unit/mark/fixtures.hpp"

using namespace spoor::mark_code;

TEST_CASE("soft values are clipped at eight times their mean and rounded", "[chips]") {
  std::vector<float> soft(100, 0.0F);
  soft[0] = 1;
  soft[1] = -1;
  soft[2] = 1;
  for (std::size_t i = 3; i < 40; ++i) soft[i] = 1;
  soft[40] = -1000;  // the mean magnitude is 1040 / 41
  const QuantisedSoft q = quantise(soft);
  CHECK(q.unit == Approx(8 * (1040.0 / 41) / 127));
  CHECK(q.q[40] == -127);
  CHECK(q.q[0] == 1);
  CHECK(q.q[1] == -1);
  CHECK(q.q[50] == 0);
}

TEST_CASE("values that are not finite count as never seen", "[chips]") {
  const std::vector<float> soft = {std::numeric_limits<float>::quiet_NaN(),
                                   std::numeric_limits<float>::infinity(), 2.0F, 0.0F};
  const QuantisedSoft q = quantise(soft);
  CHECK(q.q == std::vector<std::int8_t>{0, 0, 16, 0});
  CHECK(q.unit == Approx(16.0 / 127));
}

TEST_CASE("nothing seen gives no chips", "[chips]") {
  CHECK(quantise({}).q.empty());
  const QuantisedSoft zeros = quantise(std::vector<float>(5));
  CHECK(zeros.q == std::vector<std::int8_t>(5));
  CHECK(zeros.unit == 0);
  const SoftChips none = make_chips({}, {});
  CHECK(none.b.empty());
  CHECK(none.a[0] == 0);
}

TEST_CASE("chips take any number of values", "[chips]") {
  const SoftChips chips = make_chips(std::vector<float>(3, 1.0F), std::vector<float>(70000, -1.0F));
  CHECK(chips.a[2] == 16);
  CHECK(chips.a[3] == 0);
  REQUIRE(chips.b.size() == spoor::mark::kPositionsB);
  CHECK(chips.b.back() == -16);
}
