#include <array>

#include "watermark/trace/image_bytes.hpp"

namespace spoor::trace {
namespace {

constexpr std::size_t kEntryBytes = 12;
constexpr std::uint16_t kMagic = 42;
enum Tag : std::uint32_t {
  kWidth = 256,
  kHeight = 257,
  kBitsPerSample = 258,
  kStripOffsets = 273,
  kOrientation = 274,
  kSamplesPerPixel = 277,
  kStripBytes = 279,
  kTileOffsets = 324,
  kTileBytes = 325,
  kSampleFormat = 339,
};
constexpr std::uint32_t kFloatSamples = 3;

// Bytes a value of each TIFF type; 0 for those that no tag of ours may have.
constexpr std::array<unsigned, 5> kTypeBytes = {0, 1, 0, 2, 4};

struct Entry {
  std::uint32_t count = 0;
  unsigned width = 0;
  std::uint64_t at = 0;  // of the first value
};

std::optional<Entry> entry_at(const ImageBytes& in, std::uint64_t at) {
  const auto type = in.number(at + 2, 2);
  const auto count = in.number(at + 4, 4);
  if (!type || !count || *type >= kTypeBytes.size() || kTypeBytes[*type] == 0) return std::nullopt;
  Entry entry{*count, kTypeBytes[*type], at + 8};
  if (std::uint64_t{entry.count} * entry.width > 4) {
    const auto offset = in.number(at + 8, 4);
    if (!offset) return std::nullopt;
    entry.at = *offset;
  }
  if (entry.count == 0 || !in.holds(entry.at, std::uint64_t{entry.count} * entry.width)) return std::nullopt;
  return entry;
}

std::uint32_t value_of(const ImageBytes& in, const Entry& entry, std::uint32_t index) {
  return in.number(entry.at + std::uint64_t{index} * entry.width, entry.width).value_or(0);
}

bool strips_inside(const ImageBytes& in, const std::optional<Entry>& offsets,
                   const std::optional<Entry>& lengths) {
  if (!offsets || !lengths || offsets->count != lengths->count) return false;
  for (std::uint32_t i = 0; i < offsets->count; ++i)
    if (!in.holds(value_of(in, *offsets, i), value_of(in, *lengths, i))) return false;
  return true;
}

}  // namespace

std::optional<TiffDirectory> read_tiff_directory(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 8 || bytes[0] != bytes[1] || (bytes[0] != 'I' && bytes[0] != 'M')) return std::nullopt;
  const ImageBytes in(bytes, bytes[0] == 'I' ? Endian::little : Endian::big);
  if (in.number(2, 2) != kMagic) return std::nullopt;
  const std::uint64_t start = in.number(4, 4).value_or(0);
  const auto count = in.number(start, 2);
  if (!count || !in.holds(start + 2, std::uint64_t{*count} * kEntryBytes)) return std::nullopt;
  TiffDirectory out;
  std::optional<Entry> offsets, lengths;
  for (std::uint32_t i = 0; i < *count; ++i) {
    const std::uint64_t at = start + 2 + std::uint64_t{i} * kEntryBytes;
    const std::uint32_t tag = in.number(at, 2).value_or(0);
    const auto entry = entry_at(in, at);
    if (tag == kStripOffsets || tag == kTileOffsets) offsets = entry;
    if (tag == kStripBytes || tag == kTileBytes) lengths = entry;
    if (!entry) continue;
    const std::uint32_t value = value_of(in, *entry, 0);
    if (tag == kWidth) out.width_px = value;
    if (tag == kHeight) out.height_px = value;
    if (tag == kBitsPerSample) out.bits_per_sample = value;
    if (tag == kSamplesPerPixel) out.samples_per_pixel = value;
    if (tag == kOrientation && value >= 1 && value <= 8) out.orientation = static_cast<int>(value);
    if (tag == kSampleFormat) out.float_samples = value == kFloatSamples;
  }
  out.complete = strips_inside(in, offsets, lengths);
  return out;
}

}  // namespace spoor::trace
