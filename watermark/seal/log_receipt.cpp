#include "watermark/seal/log_receipt.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <hpdf.h>
#include <qrencode.h>

#include <ctime>
#include <memory>

namespace spoor::seal_log {
namespace {

// A4 and what is on it, in points.
constexpr float kWidthPt = 595;
constexpr float kHeightPt = 842;
constexpr float kLeftPt = 56;
constexpr float kQrPt = 240;
constexpr int kQuietModules = 4;  // ISO/IEC 18004, 9.1: the blank border of a QR code

using QrCode = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

void on_pdf_error(HPDF_STATUS, HPDF_STATUS, void*) {}  // HPDF_GetError says it afterwards

/// Text in the fonts that every reader of PDF has: what they cannot show becomes a question mark.
std::string latin(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) out += c;
    if (byte >= 0xC0) out += '?';  // one for each character of several bytes
  }
  return out;
}

class Page {
 public:
  Page() : pdf_(HPDF_New(&on_pdf_error, nullptr), &HPDF_Free) {
    if (!pdf_) return;
    HPDF_SetCompressionMode(pdf_.get(), HPDF_COMP_ALL);
    page_ = HPDF_AddPage(pdf_.get());
    HPDF_Page_SetWidth(page_, kWidthPt);
    HPDF_Page_SetHeight(page_, kHeightPt);
    sans_ = HPDF_GetFont(pdf_.get(), "Helvetica", nullptr);
    bold_ = HPDF_GetFont(pdf_.get(), "Helvetica-Bold", nullptr);
    mono_ = HPDF_GetFont(pdf_.get(), "Courier", nullptr);
  }
  enum class Face : std::uint8_t { sans, bold, mono };
  void text(float y_pt, float size_pt, Face face, const std::string& words) {
    if (page_ == nullptr) return;
    const HPDF_Font font = face == Face::sans ? sans_ : face == Face::bold ? bold_ : mono_;
    HPDF_Page_BeginText(page_);
    HPDF_Page_SetFontAndSize(page_, font, size_pt);
    HPDF_Page_TextOut(page_, kLeftPt, y_pt, latin(words).c_str());
    HPDF_Page_EndText(page_);
  }
  void square(float x_pt, float y_pt, float side_pt) {
    if (page_ != nullptr) HPDF_Page_Rectangle(page_, x_pt, y_pt, side_pt, side_pt);
  }
  void fill() {
    if (page_ != nullptr) HPDF_Page_Fill(page_);
  }
  Result<Bytes> bytes() {
    const bool done =
        pdf_ && HPDF_GetError(pdf_.get()) == HPDF_OK && HPDF_SaveToStream(pdf_.get()) == HPDF_OK;
    if (!done)
      return seal::fail(SealErrorCode::io,
                        "The receipt's page could not be made; check that memory is left.");
    Bytes out(HPDF_GetStreamSize(pdf_.get()));
    auto size = static_cast<HPDF_UINT32>(out.size());
    HPDF_ResetStream(pdf_.get());
    HPDF_ReadFromStream(pdf_.get(), out.data(), &size);
    out.resize(size);
    return out;
  }

 private:
  std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, decltype(&HPDF_Free)> pdf_;
  HPDF_Page page_ = nullptr;
  HPDF_Font sans_ = nullptr;
  HPDF_Font bold_ = nullptr;
  HPDF_Font mono_ = nullptr;
};

void draw_code(Page& page, const QRcode& code, float top_pt) {
  const float module_pt = kQrPt / static_cast<float>(code.width + 2 * kQuietModules);
  for (int y = 0; y < code.width; ++y) {
    for (int x = 0; x < code.width; ++x) {
      if ((code.data[y * code.width + x] & 1U) == 0) continue;
      page.square(kLeftPt + static_cast<float>(x) * module_pt, top_pt - static_cast<float>(y + 1) * module_pt,
                  module_pt);
    }
  }
  page.fill();
}

std::vector<std::string> statements(const Receipt& receipt) {
  std::vector<std::string> out{fmt::format("Session   {}", receipt.head.session)};
  if (!receipt.reviewer.empty()) out.push_back(fmt::format("Reviewer  {}", receipt.reviewer));
  if (!receipt.release.empty()) out.push_back(fmt::format("Release   {}", receipt.release));
  out.push_back(fmt::format("Entries   {}", receipt.head.entries));
  out.push_back(fmt::format("Signed    {}", utc_words(receipt.head.time_unix_s)));
  return out;
}

constexpr const char* kTitle = "Receipt of a reading log";
constexpr const char* kWhat[] = {
    "The room's log of this session stood as below when this was signed. Whoever shows another",
    "log of it later, with entries left out, changed or in another order, is refuted by this",
    "page. Keep it; it needs no secrecy. To check: spoor log verify LOG --receipt FILE"};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

}  // namespace

std::string utc_words(std::int64_t unix_s) {
  const auto time = static_cast<std::time_t>(unix_s);
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(time));
}

std::string receipt_text(const Receipt& receipt) {
  std::string out = fmt::format("{}\n\n", kTitle);
  for (const std::string& line : statements(receipt)) out += seal::printable(line) + "\n";
  out += "\n";
  for (const char* line : kWhat) out += fmt::format("{}\n", line);
  return out + "\n" + receipt.note;
}

Result<Bytes> receipt_pdf(const Receipt& receipt) {
  const QrCode code(
      QRcode_encodeData(static_cast<int>(receipt.note.size()),
                        reinterpret_cast<const unsigned char*>(receipt.note.data()), 0, QR_ECLEVEL_M),
      &QRcode_free);
  if (!code) return seal::fail(SealErrorCode::usage, "The head is too long for a QR code.");
  Page page;
  float y_pt = kHeightPt - 80;
  page.text(y_pt, 18, Page::Face::bold, kTitle);
  y_pt -= 30;
  for (const std::string& line : statements(receipt)) page.text(y_pt -= 14, 10, Page::Face::mono, line);
  y_pt -= 14;
  for (const char* line : kWhat) page.text(y_pt -= 14, 10, Page::Face::sans, line);
  y_pt -= 20;
  draw_code(page, *code, y_pt);
  y_pt -= kQrPt;
  constexpr std::size_t kColumns = 96;  // of 8 pt Courier, within the margins
  for (const std::string& line : lines_of(receipt.note)) {
    // The dash of the signature's line is no letter of Courier's: the code above has the exact bytes.
    for (std::size_t at = 0; at < std::max<std::size_t>(line.size(), 1); at += kColumns)
      page.text(y_pt -= 11, 8, Page::Face::mono, line.substr(at, kColumns));
  }
  return page.bytes();
}

}  // namespace spoor::seal_log
