// Alignment of tokens: extents, renames, and that unrelated code reaches few bits.
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <random>

#include "watermark/trace/leak/align_tokens.hpp"

namespace spoor::leak {
namespace {

std::string file_text(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Of the header itself, for whatever piece of it is looked for.
TokenCounts counts_of(const std::vector<Token>& tokens) {
  TokenCounts out({&tokens, 1});
  out.add(tokens);
  return out;
}

const std::vector<Token>& heap_header() {
  static const auto tokens = Tokenizer().tokens(file_text("/usr/include/c++/12/bits/stl_heap.h"));
  return tokens;
}

std::vector<Token> lines(std::uint32_t first, std::uint32_t last) {
  std::vector<Token> out;
  for (const Token& token : heap_header())
    if (token.line >= first && token.line <= last) out.push_back(token);
  return out;
}

TEST_CASE("an unchanged piece is found with its exact lines") {
  const TokenCounts counts = counts_of(heap_header());
  const auto leak = lines(135, 158);
  const auto found = align_tokens(leak, heap_header(), counts);
  CHECK(found.first_line == leak.front().line);
  CHECK(found.last_line == leak.back().line);
  CHECK(found.equal == leak.size());
  CHECK(found.leak_first == 0);
  CHECK(found.leak_last == leak.size() - 1);
  double sum = 0;
  for (const LineBits& line : found.lines) sum += line.bits;
  CHECK(sum == Approx(found.bits));
}

TEST_CASE("names that are renamed the same way each time count as renamed") {
  const TokenCounts counts = counts_of(heap_header());
  auto leak = lines(135, 158);
  std::size_t words = 0;
  for (Token& token : leak)
    if (token.kind == TokenKind::word) token.name = token.name * 31 + 1, ++words;
  const auto found = align_tokens(leak, heap_header(), counts);
  CHECK(found.first_line == leak.front().line);
  CHECK(found.last_line == leak.back().line);
  CHECK(found.renamed >= words / 2);
  CHECK(found.equal == leak.size() - words);
}

TEST_CASE("tokens that were put in and left out cost little") {
  const TokenCounts counts = counts_of(heap_header());
  const auto whole = lines(135, 158);
  auto leak = whole;
  leak.insert(leak.begin() + 20, {leak[0], leak[1], leak[2]});
  leak.erase(leak.begin() + 50, leak.begin() + 55);
  const auto found = align_tokens(leak, heap_header(), counts);
  CHECK(found.first_line == whole.front().line);
  CHECK(found.last_line == whole.back().line);
  CHECK(found.bits > 0.6 * align_tokens(whole, heap_header(), counts).bits);
}

TEST_CASE("independent tokens reach no more bits than Markov's bound allows") {
  // Pairs of random texts by the same frequencies: reaching b bits has probability <= m n m 2^-b.
  const TokenCounts counts = counts_of(heap_header());
  std::mt19937_64 random(5);
  constexpr int kTrials = 200;
  constexpr std::size_t kTokens = 60;
  const double bound_bits = 3 * std::log2(double(kTokens)) + std::log2(100.0);  // 1 in 100
  int above = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<Token> one, other;
    for (std::size_t i = 0; i < kTokens; ++i) {
      one.push_back(heap_header()[random() % heap_header().size()]);
      other.push_back(heap_header()[random() % heap_header().size()]);
    }
    if (align_tokens(one, other, counts).bits >= bound_bits) ++above;
  }
  // Binomial(200, .01): 9 or more once in 2,000 at the bound itself.
  CHECK(above <= 8);
}

TEST_CASE("two lists of like lines are no evidence for one another") {
  const TokenCounts counts = counts_of(heap_header());
  const auto list = [](const std::string& name, const std::string& one) {
    std::string text = "enum {\n";
    for (int i = 0; i < 40; ++i)
      text += "  " + name + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i / 26) + " = " +
              one + " << " + std::to_string(i % 32) + ",\n";
    return Tokenizer().tokens(text + "};\n");
  };
  const double bits = align_tokens(list("kFlag_", "1"), list("_S_mode_", "1"), counts).bits;
  // Less than any place needs: PlaceOptions::least_bits, and what chance finds in so small an archive.
  CHECK(bits < 60 + 2 * std::log2(360) + std::log2(double(counts.all())));
}

TEST_CASE("nothing aligns with nothing") {
  const TokenCounts counts = counts_of(heap_header());
  CHECK(align_tokens({}, heap_header(), counts).bits == 0);
  CHECK(align_tokens(heap_header(), {}, counts).bits == 0);
}

}  // namespace
}  // namespace spoor::leak
