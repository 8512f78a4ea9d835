// What draws the characters that a face lacks: packaged fonts, asked in a fixed order, each opened when it is
// first asked. A font that is not installed is passed over: what no font has shows as U+FFFD, as before.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

struct FT_FaceRec_;  // FreeType's FT_Face and FT_Library point to these
struct FT_LibraryRec_;

namespace spoor::text {

struct FallbackFont {
  std::string path;
  long index = 0;  ///< of a collection
  std::string_view package;
};
inline constexpr std::size_t kFallbackFonts = 30;
/// In the order in which they are asked; index < kFallbackFonts.
[[nodiscard]] FallbackFont fallback_font(std::size_t index);

/// Safe from several threads.
class Fallback {
 public:
  Fallback() = default;
  ~Fallback();
  Fallback(const Fallback&) = delete;
  Fallback& operator=(const Fallback&) = delete;

  [[nodiscard]] bool has(char32_t code_point) const;

  /// The glyph, loaded without scale into the face's slot while `use` has it. False: no font has the
  /// character, or the glyph is damaged.
  bool with_glyph(char32_t code_point, const std::function<void(FT_FaceRec_* face)>& use) const;

 private:
  static constexpr int kNone = -1;
  struct Opened {
    bool tried = false;
    FT_FaceRec_* face = nullptr;
  };
  int font_of(char32_t code_point) const;
  FT_FaceRec_* open(std::size_t index) const;

  mutable std::mutex mutex_;  ///< guards what is below: FreeType's faces are one thread's at a time
  mutable FT_LibraryRec_* library_ = nullptr;
  mutable std::array<Opened, kFallbackFonts> opened_{};
  mutable std::unordered_map<char32_t, int> known_;
};

}  // namespace spoor::text
