// Bounded reading of integers out of a picture file, in either byte order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace spoor::trace {

enum class Endian : std::uint8_t { little, big };

class ImageBytes {
 public:
  ImageBytes(std::span<const std::uint8_t> bytes, Endian order) : bytes_(bytes), order_(order) {}

  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
  [[nodiscard]] bool holds(std::uint64_t at, std::uint64_t count) const noexcept {
    return at <= bytes_.size() && count <= bytes_.size() - at;
  }
  /// The part [at, at + count); empty where it is not all there.
  [[nodiscard]] std::span<const std::uint8_t> part(std::uint64_t at, std::uint64_t count) const noexcept {
    if (!holds(at, count)) return {};
    return bytes_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(count));
  }
  /// An unsigned integer of 1 to 4 bytes; nothing beyond the end.
  [[nodiscard]] std::optional<std::uint32_t> number(std::uint64_t at, unsigned width) const noexcept {
    if (!holds(at, width)) return std::nullopt;
    std::uint32_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
      const std::uint64_t from = order_ == Endian::big ? at + i : at + width - 1 - i;
      value = (value << 8) | bytes_[static_cast<std::size_t>(from)];
    }
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  Endian order_;
};

/// The first directory of a TIFF structure (a TIFF file, or the body of an EXIF block).
struct TiffDirectory {
  std::uint32_t width_px = 0;
  std::uint32_t height_px = 0;
  int orientation = 1;
  std::uint32_t samples_per_pixel = 1;
  std::uint32_t bits_per_sample = 1;
  bool float_samples = false;
  bool complete = true;  ///< every strip or tile that it names lies inside the bytes
};

/// Nothing where the bytes are no TIFF structure or its first directory is cut.
[[nodiscard]] std::optional<TiffDirectory> read_tiff_directory(std::span<const std::uint8_t> bytes);

}  // namespace spoor::trace
