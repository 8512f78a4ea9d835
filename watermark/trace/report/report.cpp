#include "watermark/trace/report/report.hpp"

#include <fmt/format.h>

#include <span>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/trace/report/sections.hpp"

namespace spoor::trace::report {
namespace {

tl::expected<void, TraceError> put(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  if (const auto written = seal::write_file(path, bytes); !written)
    return tl::unexpected(
        TraceError{TraceErrorCode::io, "the report could not be written: " + written.error().message});
  return {};
}

}  // namespace

Document compose(const Input& input) {
  Document out;
  out.title = "Examination of a leaked picture";
  const Exhibit& first = input.exhibits.front();
  out.subtitle = input.exhibits.size() == 1 ? fmt::format("{} · SHA-256 {}", first.name, first.sha256_hex)
                                            : fmt::format("{} captures of one leak", input.exhibits.size());
  out.footer = fmt::format("spoor-trace {} · {} · kit {}", SPOOR_VERSION,
                           "capture " + first.sha256_hex.substr(0, 16), input.kit.sha256_hex.substr(0, 16));
  out.sections = {result_section(input),         examined_section(input), findings_section(input),
                  interpretation_section(input), method_section(),        limits_section(input),
                  reproduction_section(input),   custody_section(input)};
  return out;
}

tl::expected<void, TraceError> write_report(const Document& document,
                                            const std::filesystem::path& html_path) {
  const std::vector<std::uint8_t> pdf = to_pdf(document);
  if (pdf.empty())
    return tl::unexpected(TraceError{TraceErrorCode::internal,
                                     "the report could not be set as PDF: install fonts-dejavu-core"});
  const std::string html = to_html(document);
  auto written = put(html_path, std::span(reinterpret_cast<const std::uint8_t*>(html.data()), html.size()));
  if (!written) return written;
  return put(std::filesystem::path(html_path).replace_extension(".pdf"), pdf);
}

}  // namespace spoor::trace::report
