// Text as the vendor has it: encodings, binary files, characters that trick the eye.
#include <catch2/catch.hpp>
#include <random>

#include "fake_source.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/encoding.hpp"
#include "viewer/app/frame_maker.hpp"
#include "viewer/app/hex_source.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

std::string shown(std::string_view bytes) {
  const auto encoding = detect_encoding(bytes, true);
  return encoding ? encoding->shown : "no text";
}

std::string utf8_of(std::string_view bytes) {
  const auto encoding = detect_encoding(bytes, true);
  REQUIRE(encoding);
  return to_utf8(bytes, *encoding).value_or("unknown to ICU");
}

std::string utf16(std::u16string_view text, bool little) {
  std::string out;
  for (const char16_t c : text) {
    const char bytes[2] = {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
    out += bytes[little ? 0 : 1];
    out += bytes[little ? 1 : 0];
  }
  return out;
}

}  // namespace

TEST_CASE("encodings are found and named, and their text is the same", "[text]") {
  CHECK(shown("int a;\n") == "ASCII");
  CHECK(shown("int \xC3\xA4;\n") == "UTF-8");
  CHECK(shown("\xEF\xBB\xBFint a;") == "UTF-8 with a byte order mark");
  CHECK(utf8_of("\xEF\xBB\xBFint a;") == "int a;");
  const std::u16string wide = u"#include <wide.h>\n// \u00E4\u4E2D\U0001F600\n";
  const std::string narrow = "#include <wide.h>\n// \xC3\xA4\xE4\xB8\xAD\xF0\x9F\x98\x80\n";
  for (const bool little : {true, false}) {
    CHECK(utf8_of(utf16(u"\uFEFF" + wide, little)) == narrow);
    CHECK(utf8_of(utf16(u"int main(void) { return 0; }", little)) == "int main(void) { return 0; }");
  }
  CHECK(shown(utf16(wide + wide + wide, true)).starts_with("UTF-16 (little"));
  const std::string latin =
      "/* Gr\xFC\xDF"
      "e aus M\xFCnchen, f\xFCr die \xC4nderung \xFC"
      "ber die Stra\xDF"
      "e */\n";
  CHECK(utf8_of(latin).find("Gr\xC3\xBC\xC3\x9F"
                            "e aus M\xC3\xBCnchen") != std::string::npos);
  const std::string japanese =  // Shift_JIS: hiragana and kanji
      "\x82\xB1\x82\xEA\x82\xCD\x93\xFA\x96\x7B\x8C\xEA\x82\xCC\x83\x65\x83\x4C\x83\x58\x83\x67\x82\xC5\x82"
      "\xB7\x81\x42\n";
  CHECK(shown(japanese + japanese + japanese).starts_with("Shift_JIS"));
  CHECK(shown(std::string("\x7F"
                          "ELF\x02\x01\0\0\0\x03\0\x3E\0\x01",
                          16)) == "no text");
  CHECK(shown("") == "ASCII");
}

TEST_CASE("a head that is cut inside a character is still UTF-8", "[text]") {
  const std::string text = "\xE4\xB8\xAD\xF0\x9F\x98\x80";
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    CHECK(detect_encoding(std::string_view(text).substr(0, cut), false)->utf8);
  CHECK(!detect_encoding(std::string_view(text).substr(0, 5), true)->utf8);
}

TEST_CASE("any bytes are some text or none, and convert without end", "[text]") {
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    std::string bytes(random() % 600, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % (i % 2 == 0 ? 256 : 255) + (i % 2 == 0 ? 0 : 1));
    const auto encoding = detect_encoding(bytes, i % 3 == 0);
    if (encoding) CHECK(to_utf8(bytes, *encoding).value_or("").size() <= 4 * bytes.size() + 4);
  }
}

TEST_CASE("a binary file is shown in hexadecimal, wherever it is read", "[text]") {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += static_cast<char>(i * 7);
  const auto source = hex_source(bytes.size(), [&](std::uint64_t at, std::uint64_t count) {
    return code::Result<std::string>(at < bytes.size() ? bytes.substr(at, count) : std::string());
  });
  const std::string all = *source->read(0, source->size_bytes());
  CHECK(all.starts_with("00000000  00 07 0e 15 1c 23 2a 31  38 3f 46 4d 54 5b 62 69  .....#*18?FMT[bi\n"));
  CHECK(all.size() == source->size_bytes());
  for (std::size_t at = 0; at < all.size(); at += 37) CHECK(*source->read(at, 100) == all.substr(at, 100));
  CHECK(source->read(all.size(), 10)->empty());
}

TEST_CASE("a binary file opens as lines, and says what it is", "[text]") {
  FakeSource source(Files{{"blob", std::string("\x7F"
                                               "ELF\0\x01\x02",
                                               7)},
                          {"wide.txt", utf16(u"\uFEFFint wide;\n", true)}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  REQUIRE(w->open("blob"));
  CHECK(w->active()->encoding() == "Binary, 7 bytes");
  CHECK(w->active()->document()->text(0)->starts_with("00000000  7f 45 4c 46 00 01 02"));
  REQUIRE(w->open("wide.txt"));
  CHECK(*w->active()->document()->text(0) == "int wide;");
  CHECK(w->active()->encoding() == "UTF-16 (little endian)");
}

TEST_CASE("every hidden or lookalike character of the release is listed, with its coverage", "[text]") {
  FakeSource source(Files{{"bidi.c", "int ok;\n/* \xE2\x80\xAE } \xE2\x81\xA6if (admin)\xE2\x81\xA9 */\n"},
                          {"home.c", "void s\xD0\xB0y_hello(void);\n"},  // a Cyrillic a in a Latin word
                          {"zero.c", "int user\xE2\x80\x8B_id;\n"},      // a zero width space
                          {"fine.c",
                           "// \xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82, Gr\xC3\xBC\xC3\x9F"
                           "e\n"}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  const Grant grant = make_grant();
  auto frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  REQUIRE(frame->make(*w, grant, {1200, 800, 1}));
  apply(Action::list_tricks, *w, frame->metrics(), frame->panes());
  const TreeFinder& finder = w->finder().in_tree;
  for (int i = 0; i < 500 && finder.coverage().find("4 of 4 files") == std::string::npos; ++i) {
    w->poll();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  REQUIRE(frame->make(*w, grant, {1200, 800, 1}));
  CHECK(finder.coverage().find("4 of 4 files") != std::string::npos);
  std::vector<std::string> files;
  for (const FoundRow& row : finder.rows())
    if (row.kind == FoundRow::Kind::file) files.push_back(finder.file(row).path);
  CHECK(files == std::vector<std::string>{"bidi.c", "home.c", "zero.c"});
}

TEST_CASE("a character that is not seen is named where the caret stands", "[text]") {
  FakeSource source(Files{{"bidi.c", "ab\xE2\x80\xAE;\n"}});
  auto w = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  const Grant grant = make_grant();
  auto frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  REQUIRE(w->open("bidi.c"));
  REQUIRE(frame->make(*w, grant, {1200, 800, 1}));
  CHECK(w->active()->character_at_caret().empty());
  apply(Action::right, *w, frame->metrics(), frame->panes(), 2);
  CHECK(w->active()->character_at_caret() == "U+202E RIGHT-TO-LEFT OVERRIDE");
  CHECK(character_name(0x4E2D) == "U+4E2D CJK UNIFIED IDEOGRAPH-4E2D");
}
