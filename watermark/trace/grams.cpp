#include "watermark/trace/grams.hpp"

#include "watermark/mark/fold.hpp"

namespace spoor::trace {
namespace {

// The class of each byte of UTF-8 text; 0 for what draws nothing of its own: blanks, controls and all bytes
// of a character but its first.
std::array<mark::FoldClass, 256> byte_classes() {
  std::array<mark::FoldClass, 256> out{};
  for (unsigned b = 0x21; b < 0x7F; ++b) out[b] = mark::fold(static_cast<char32_t>(b));
  for (unsigned b = 0xC0; b < 0x100; ++b) out[b] = mark::fold(0xFFFD);
  return out;
}

}  // namespace

std::vector<PlacedGram> grams_of(std::span<const char32_t> cells) {
  std::vector<PlacedGram> out;
  Gram gram = 0;
  unsigned inked = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const mark::FoldClass c = mark::fold(cells[i]);
    if (c == mark::kBlankClass) continue;
    gram = (gram << 8) | c;
    if (++inked >= kGramLength) out.push_back({gram, static_cast<std::int32_t>(i)});
  }
  return out;
}

std::size_t GramSet::filter_slot(Gram gram) noexcept {
  return static_cast<std::size_t>((gram * 0x9E3779B97F4A7C15ULL) >> (64 - kFilterBits));
}

void GramSet::add(Gram gram) {
  numbers_.emplace(gram, static_cast<std::uint32_t>(numbers_.size()));
  const std::size_t slot = filter_slot(gram);
  filter_[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void GramSet::scan(std::string_view utf8, std::vector<std::uint32_t>& found) const {
  static const std::array<mark::FoldClass, 256> kClasses = byte_classes();
  Gram gram = 0;
  for (const char byte : utf8) {
    const mark::FoldClass c = kClasses[static_cast<unsigned char>(byte)];
    if (c == 0) continue;
    gram = (gram << 8) | c;
    const std::size_t slot = filter_slot(gram);
    if (((filter_[slot / 64] >> (slot % 64)) & 1) == 0) continue;
    const auto number = numbers_.find(gram);
    if (number != numbers_.end()) found.push_back(number->second);
  }
}

}  // namespace spoor::trace
