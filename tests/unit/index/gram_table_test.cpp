#include "viewer/index/gram_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "tests/unit/seal/fixtures.hpp"
#include "viewer/find/gram_query.hpp"
#include "watermark/tables/gram_collector.hpp"

using namespace spoor;
using namespace spoor::index;

namespace {

constexpr std::string_view kAlphabet = "abAB_ \t(\xC3\xA4\n";

std::vector<std::string> random_files(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text;
    for (auto length = random() % 120; length > 0; --length) text += kAlphabet[random() % kAlphabet.size()];
    out.push_back(text);
  }
  return out;
}

/// All grams of a text, the slow way, as keys.
std::set<std::uint32_t> grams_of(const std::string& text) {
  std::set<std::uint32_t> out;
  const std::string all = text + "\n";
  for (std::size_t i = 0; i + 4 <= all.size(); ++i) {
    if (all.substr(i, 3).find('\n') != std::string::npos) continue;
    std::uint32_t key = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const auto byte = static_cast<unsigned char>(all[i + k]);
      const bool upper = byte >= 'A' && byte <= 'Z';
      const std::uint32_t fold = byte >= 0x7F ? 0x7F : upper ? byte + 32U : byte;
      key |= fold << (4 + 7 * (3 - k)) | (upper ? 1U : 0U) << (3 - k);
    }
    out.insert(key);
  }
  return out;
}

}  // namespace

TEST_CASE("the pages hold exactly the grams of the files", "[grams]") {
  const std::vector<std::string> files = random_files(300, 3);
  tables::GramCollector collector;
  for (const std::string& file : files) {
    collector.begin_file(false);
    collector.append(std::string_view(file).substr(0, file.size() / 2));  // grams reach over pieces
    collector.append(std::string_view(file).substr(file.size() / 2));
  }
  const auto segment = collector.finish();
  CHECK(segment.part.files == files.size());
  std::vector<std::set<std::uint32_t>> found(files.size());
  for (std::size_t p = 0; p < segment.pages.size(); ++p) {
    GramPage page;
    REQUIRE(GramPage::parse(segment.pages[p], segment.part.first_keys[p], page));
    for (const GramPage::Entry& entry : page.entries()) {
      FileList list;
      REQUIRE(decode_list(entry.list, entry.count, segment.part.files, list));
      for (const std::uint16_t file : list) found[file].insert(entry.key);
    }
  }
  for (std::size_t i = 0; i < files.size(); ++i) CHECK(found[i] == grams_of(files[i]));
}

TEST_CASE("a file with too many grams, and one that folds beyond ASCII, are listed", "[grams]") {
  tables::GramCollector collector;
  collector.begin_file(false);
  std::mt19937 random(4);
  std::string noise;
  for (int i = 0; i < 3'000'000; ++i) noise += static_cast<char>(' ' + random() % 94);
  collector.append(noise);
  for (const char* text : {"long \xC5\xBF", "plain", "kelvin \xE2\x84\xAA sign", "\xC5 \xBF"}) {
    collector.begin_file(false);
    collector.append(text);
  }
  collector.begin_file(true);
  collector.append("binary");
  const auto segment = collector.finish();
  CHECK(segment.part.files == 6);
  CHECK(segment.part.unknown == FileList{0});
  CHECK(segment.part.folding == FileList{1, 3});
}

TEST_CASE("bodies that lie are refused", "[grams]") {
  const std::vector<GramSegment> good = {{0, 10, {5, 9}, {1, 2}, {}}, {10, 3, {}, {}, {0}}};
  std::vector<GramSegment> back;
  CHECK(decode_segments(encode_segments(good), 13, 2, back));
  CHECK(back[1].first_file == 10);
  const auto refused = [&](std::vector<GramSegment> segments, std::uint64_t files = 13,
                           std::size_t pages = 2) {
    std::vector<GramSegment> out;
    return !decode_segments(encode_segments(segments), files, pages, out);
  };
  CHECK(refused(good, 12));
  CHECK(refused(good, 14));
  CHECK(refused(good, 13, 1));
  CHECK(refused(good, 13, 3));
  auto wrong = good;
  wrong[0].first_keys = {9, 5};
  CHECK(refused(wrong));
  wrong = good;
  wrong[0].folding = {2, 1};
  CHECK(refused(wrong));
  wrong = good;
  wrong[1].unknown = {3};
  CHECK(refused(wrong));
  wrong = good;
  wrong[1].files = 0;
  CHECK(refused(wrong, 10));
  seal::Bytes longer = encode_segments(good);
  longer.push_back(0);
  CHECK_FALSE(decode_segments(longer, 13, 2, back));
}

TEST_CASE("letters that stand for themselves are marked", "[grams]") {
  const auto round_trip = [](std::string_view expression) {
    const auto marked = find::with_marked_letters(expression);
    return marked ? find::unmarked(*marked).bytes : std::string("none");
  };
  CHECK(round_trip("PM_Resume") == "PM_Resume");
  CHECK(round_trip("(?i)x") == "none");
  CHECK(round_trip("\\Qx\\E") == "none");
  const auto part_of = [](std::string_view expression) { return *find::with_marked_letters(expression); };
  CHECK(part_of("[A-Z]") == "[A-Z]");
  CHECK(part_of("[^]a][[:alpha:]x]") == "[^]a][[:alpha:]x]");
  CHECK(part_of("\\w\\x41\\x{42}\\pL\\p{Greek}\\.") == "\\w\\x41\\x{42}\\pL\\p{Greek}\\.");
  CHECK(part_of("(?:a)") == "(?:\xEE\x81\xA1)");
  const auto string = find::unmarked(part_of("Ab") + "cd");
  CHECK(string.bytes == "Abcd");
  CHECK(string.either == std::vector<bool>{false, false, true, true});
  CHECK(find::unmarked("ab\xC3\xA9xyz").bytes == "xyz");
}
