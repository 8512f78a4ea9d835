#include "viewer/app/hex_source.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace spoor::app {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::uint64_t kMostLines = 4096;  // in one read of the file

class HexSource final : public code::ByteSource {
 public:
  HexSource(std::uint64_t size_bytes, ReadBytes read) : bytes_(size_bytes), read_(std::move(read)) {
    for (std::uint64_t rest = size_bytes >> 32U; rest > 0; rest >>= 4U) ++offset_digits_;
    // Offset, two blanks, three columns a byte and one more in the middle, a blank, the ASCII, a line feed.
    line_bytes_ = offset_digits_ + 2 + 3 * kHexBytesALine + 1 + 1 + kHexBytesALine + 1;
  }

  std::uint64_t size_bytes() const noexcept override {
    return (bytes_ + kHexBytesALine - 1) / kHexBytesALine * line_bytes_;
  }

  code::Result<std::string> read(std::uint64_t offset_bytes, std::uint64_t count_bytes) const override {
    const std::uint64_t all = size_bytes();
    if (offset_bytes >= all) return std::string();
    const std::uint64_t end = offset_bytes + std::min(count_bytes, all - offset_bytes);
    std::string out;
    const std::uint64_t first = offset_bytes / line_bytes_;
    const std::uint64_t last = (end + line_bytes_ - 1) / line_bytes_;
    for (std::uint64_t line = first; line < last; line += kMostLines) {
      const std::uint64_t lines = std::min(kMostLines, last - line);
      const auto bytes = read_(line * kHexBytesALine, lines * kHexBytesALine);
      if (!bytes) return tl::unexpected(bytes.error());
      for (std::uint64_t i = 0; i < lines; ++i) append_line(line + i, *bytes, i * kHexBytesALine, out);
    }
    return out.substr(offset_bytes - first * line_bytes_, end - offset_bytes);
  }

 private:
  void append_line(std::uint64_t line, std::string_view bytes, std::uint64_t from, std::string& out) const {
    const std::uint64_t offset = line * kHexBytesALine;
    for (std::uint64_t d = offset_digits_; d > 0; --d) out += kDigits[(offset >> (4 * (d - 1))) & 0xFU];
    out += "  ";
    std::string ascii;
    for (std::uint64_t i = 0; i < kHexBytesALine; ++i) {
      if (i == kHexBytesALine / 2) out += ' ';
      if (from + i >= bytes.size()) {
        out += "   ";
        ascii += ' ';
        continue;
      }
      const auto byte = static_cast<unsigned char>(bytes[from + i]);
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
      out += ' ';
      ascii += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
    }
    out += ' ' + ascii + '\n';
  }

  std::uint64_t bytes_;
  ReadBytes read_;
  std::uint64_t offset_digits_ = 8;
  std::uint64_t line_bytes_ = 0;
};

}  // namespace

std::shared_ptr<const code::ByteSource> hex_source(std::uint64_t size_bytes, ReadBytes read) {
  return std::make_shared<HexSource>(size_bytes, std::move(read));
}

}  // namespace spoor::app
