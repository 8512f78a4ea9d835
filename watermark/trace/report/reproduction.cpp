// What another examiner needs to do it again, the limits, and the form that goes with the exhibit.
#include <fmt/format.h>
#include <hpdf.h>
#include <openssl/crypto.h>

#include <opencv2/core.hpp>

#include "viewer/text/face.hpp"
#include "viewer/text/fallback.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/trace/digest.hpp"
#include "watermark/trace/report/sections.hpp"

namespace spoor::trace::report {
namespace {

constexpr std::uint64_t kLargestFont = 64U << 20;

std::string hash_of(const std::filesystem::path& path) {
  const auto bytes = seal::read_small_file(path, kLargestFont);
  if (!bytes) return "cannot be read";
  return sha256_hex(*bytes).value_or("cannot be computed");
}

/// One digest of the fonts that draw what the chosen ones lack: of the lines of their paths and digests.
std::string hash_of_fallback() {
  std::string lines;
  for (std::size_t i = 0; i < text::kFallbackFonts; ++i) {
    const text::FallbackFont font = text::fallback_font(i);
    lines += fmt::format("{}  {}\n", hash_of(font.path), font.path);
  }
  return sha256_hex({reinterpret_cast<const std::uint8_t*>(lines.data()), lines.size()})
      .value_or("cannot be computed");
}

}  // namespace

Section limits_section(const Input& input) {
  Section out{"Limits", {}, false};
  Bullets bullets{{
      "The kit knows the sessions that had been issued when it was exported. Text that was retyped, or set "
      "again "
      "by another program, carries no mark, whoever leaked it.",
      "The time is that of the clock of the machine that drew the text, and says when a line was laid out, "
      "not when "
      "the picture was made.",
      "Several captures or crops of one leak have to be traced by one command: it counts them. Tries in "
      "several "
      "commands are not counted, and the best of them must not be reported alone.",
      "A picture put together from several screens has to be taken apart first.",
  }};
  if (input.result.source)
    bullets.items.emplace_back(
        "The place in the source is the one whose text agrees best. Two files, or two "
        "releases, may hold the same lines.");
  for (const Exhibit& exhibit : input.exhibits)
    if (exhibit.view) {
      bullets.items.emplace_back(
          "The page of a photograph is turned to the front before it is measured; what is "
          "measured is the page as it was straightened by the positions of its own "
          "characters.");
      break;
    }
  out.blocks.emplace_back(std::move(bullets));
  return out;
}

Section reproduction_section(const Input& input) {
  Section out{"To do it again", {}, false};
  out.blocks.emplace_back(
      Paragraph{"The same files, command and version give this report again, byte by byte. It holds no time "
                "of its making for "
                "that reason: the form below does.",
                true});
  Facts facts;
  facts.facts.push_back({"Command", input.command_line, true});
  facts.facts.push_back({"Program", "spoor-trace " SPOOR_VERSION});
  facts.facts.push_back({"Libraries", fmt::format("OpenCV {}, {}, libharu {}", cv::getVersionString(),
                                                  OpenSSL_version(OPENSSL_VERSION), HPDF_GetVersion())});
  for (const text::FontId id : text::kAllFonts)
    facts.facts.push_back(
        {fmt::format("Font {}", text::font_name(id)), "SHA-256 " + hash_of(text::font_file(id)), true});
  facts.facts.push_back({"Fallback fonts", "SHA-256 of their digests " + hash_of_fallback(), true});
  facts.facts.push_back({"Kit", "SHA-256 " + input.kit.sha256_hex, true});
  out.blocks.emplace_back(std::move(facts));
  return out;
}

Section custody_section(const Input& input) {
  constexpr std::size_t kRows = 8;
  Section out{"Chain of custody", {}, true};
  Facts facts;
  facts.facts.push_back({"Case number", ""});
  facts.facts.push_back({"Exhibit number", ""});
  for (const Exhibit& exhibit : input.exhibits)
    facts.facts.push_back({"SHA-256 of the file", exhibit.sha256_hex, true});
  facts.facts.push_back({"Examined by", ""});
  facts.facts.push_back({"Date and place", ""});
  out.blocks.emplace_back(std::move(facts));
  Table form{{"Date, time", "Handed over by", "Received by", "Medium, seal, purpose", "Signatures"},
             {0.15, 0.2, 0.2, 0.25, 0.2},
             std::vector<std::vector<std::string>>(kRows, std::vector<std::string>(5)),
             true};
  out.blocks.emplace_back(std::move(form));
  return out;
}

}  // namespace spoor::trace::report
