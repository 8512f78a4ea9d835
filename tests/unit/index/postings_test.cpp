#include "viewer/index/postings.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "viewer/index/wire.hpp"

using namespace spoor::index;

namespace {

/// Files in clusters, as those of one folder: runs of neighbours, and long gaps.
FileList clustered(std::uint32_t files, double density, std::mt19937& random) {
  FileList out;
  std::uniform_real_distribution<double> real(0, 1);
  bool inside = false;
  for (std::uint32_t file = 0; file < files; ++file) {
    if (real(random) < 0.05) inside = real(random) < density;
    if (real(random) < (inside ? 0.9 : density / 10)) out.push_back(static_cast<std::uint16_t>(file));
  }
  if (out.empty()) out.push_back(static_cast<std::uint16_t>(files - 1));
  return out;
}

}  // namespace

TEST_CASE("lists of files come back, whatever their density", "[postings]") {
  std::mt19937 random(1);
  for (const std::uint32_t files : {1U, 2U, 100U, 5000U, kMaxSegmentFiles}) {
    for (const double density : {0.0001, 0.01, 0.3, 0.99}) {
      const FileList list = clustered(files, density, random);
      std::vector<std::uint8_t> bytes;
      encode_list(list, files, bytes);
      FileList back;
      REQUIRE(decode_list(bytes, static_cast<std::uint32_t>(list.size()), files, back));
      CHECK(back == list);
    }
  }
  FileList all(kMaxSegmentFiles);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint16_t>(i);
  std::vector<std::uint8_t> bytes;
  encode_list(all, kMaxSegmentFiles, bytes);
  CHECK(bytes.size() == kMaxSegmentFiles / 8);  // a bit each, as a bitmap
}

TEST_CASE("a gap that nobody expected is escaped", "[postings]") {
  FileList list;
  for (std::uint16_t i = 0; i < 500; ++i) list.push_back(i);
  list.push_back(65535);
  std::vector<std::uint8_t> bytes;
  encode_list(list, kMaxSegmentFiles, bytes);
  FileList back;
  REQUIRE(decode_list(bytes, 501, kMaxSegmentFiles, back));
  CHECK(back == list);
}

TEST_CASE("a list has one code", "[postings]") {
  const FileList list = {3, 4, 90};
  std::vector<std::uint8_t> bytes;
  encode_list(list, 100, bytes);
  FileList back;
  const auto refused = [&](const std::vector<std::uint8_t>& code, std::uint32_t count, std::uint32_t files) {
    back.clear();
    return !decode_list(code, count, files, back);
  };
  CHECK(refused(bytes, 0, 100));
  CHECK(refused(bytes, 3, kMaxSegmentFiles + 1));
  std::vector<std::uint8_t> longer = bytes;
  longer.push_back(0);
  CHECK(refused(longer, 3, 100));
  CHECK(refused({}, 3, 100));
  // Whatever bytes there are: what is taken encodes to the same bytes.
  std::mt19937 random(2);
  int taken = 0;
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::uint8_t> noise(1 + random() % 4);
    for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random() & 0xFFU);
    const auto count = static_cast<std::uint32_t>(1 + random() % 5);
    back.clear();
    if (!decode_list(noise, count, 60, back)) continue;
    ++taken;
    std::vector<std::uint8_t> again;
    encode_list(back, 60, again);
    CHECK(again == noise);
  }
  CHECK(taken > 10);
}

TEST_CASE("numbers have one form", "[postings]") {
  std::vector<std::uint8_t> bytes;
  const std::vector<std::uint64_t> numbers = {0, 1, 127, 128, 300, (std::uint64_t{1} << 63U) - 1};
  for (const std::uint64_t number : numbers) put_number(number, bytes);
  NumberReader reader(bytes);
  for (const std::uint64_t number : numbers) CHECK(reader.next() == number);
  CHECK(reader.finished());
  for (const std::vector<std::uint8_t>& wrong :
       {std::vector<std::uint8_t>{0x80, 0x00}, {0x80}, {}, std::vector<std::uint8_t>(10, 0xFF)}) {
    NumberReader broken(wrong);
    broken.next();
    CHECK(broken.failed());
    CHECK_FALSE(broken.finished());
  }
}
