// The report as a document: what it says of each verdict, and that it is the same every time.
#include "watermark/trace/report/report.hpp"

#include <catch2/catch.hpp>
#include <opencv2/core.hpp>

#include "judge_synthetic.hpp"
#include "tests/support/page_render.hpp"
#include "watermark/trace/report/base64.hpp"
#include "watermark/trace/report/sections.hpp"

namespace spoor::trace::report {
namespace {

struct Case {
  seal::Kit kit = synthetic::make_kit(1, 20, 96);
  Judge judge = synthetic::make_judge(kit);
  std::vector<Exhibit> exhibits{1};
  TraceResult result;

  explicit Case(const Measurement& measurement) {
    Exhibit& exhibit = exhibits.front();
    exhibit.name = "leak & \"co\".png";
    exhibit.sha256_hex = std::string(64, 'b');
    exhibit.format = "PNG";
    exhibit.picture = exhibit.page = cv::Mat(800, 1000, CV_8UC3, cv::Scalar::all(40));
    exhibit.measurement = measurement;
    result.verdict = synthetic::judge_one(judge, measurement);
  }
  [[nodiscard]] Document document() const {
    return compose({result, exhibits, kit, judge, "spoor-trace leak.png --kit k.spkit", ""});
  }
};

Measurement page_of(std::size_t rows, bool foreign = false) {
  const seal::Kit kit = synthetic::make_kit(1, 20, 96);
  synthetic::PageOptions options;
  options.rows = rows;
  return synthetic::measure_page(
      foreign ? support::random_table(9) : synthetic::make_judge(kit).table_of(4, 7), options, 1);
}

// Everything in a document that can be read.
std::string html_without_pictures(const Document& document) {
  std::string html = to_html(document);
  for (std::size_t at = 0; (at = html.find("base64,", at)) != std::string::npos;)
    html.erase(at, html.find('"', at) - at);
  return html;
}

bool names_somebody(const std::string& text, const seal::Kit& kit) {
  for (const seal::KitSession& session : kit.sessions)
    for (const std::string& name : {session.id, session.reviewer, session.organisation})
      if (!name.empty() && text.find(name) != std::string::npos) return true;
  return false;
}

TEST_CASE("a match's report names the session and shows what speaks for it") {
  const Case match(page_of(40));
  REQUIRE(match.result.verdict.kind == VerdictKind::match);
  const std::string html = html_without_pictures(match.document());
  for (const char* part : {"Reviewer 4", "Match", "extremely strong support", "on the expected side",
                           "the named session", "leak &amp; &quot;co&quot;.png", "Chain of custody"})
    CHECK_THAT(html, Catch::Contains(part));
  CHECK(to_html(match.document()) == to_html(match.document()));
  const auto pdf = to_pdf(match.document());
  REQUIRE(pdf.size() > 1000);
  CHECK(std::string(pdf.begin(), pdf.begin() + 5) == "%PDF-");
  CHECK(pdf == to_pdf(match.document()));
}

TEST_CASE("a report that names nobody hints at nobody") {
  for (const Case& none : {Case(page_of(40, true)), Case(page_of(1)), Case(Measurement{})}) {
    REQUIRE(none.result.verdict.kind != VerdictKind::match);
    const std::string html = html_without_pictures(none.document());
    CHECK_FALSE(names_somebody(html, none.kit));
    for (const char* part : {"expected side", "the named session", "Next best", "times as probable"})
      CHECK_THAT(html, !Catch::Contains(part));
    CHECK_FALSE(to_pdf(none.document()).empty());
  }
}

TEST_CASE("a session that is not the kit's strongest draws no bar in an unmarked report") {
  const Case unmarked(page_of(40, true));
  REQUIRE(unmarked.result.verdict.kind == VerdictKind::unmarked);
  const std::string html = to_html(unmarked.document());
  CHECK_THAT(html, !Catch::Contains("class=\"f-agree\"") && !Catch::Contains("class=\"f-disagree\""));
}

TEST_CASE("the report asks for nothing outside of itself") {
  const std::string html = html_without_pictures(Case(page_of(10)).document());
  for (const char* part : {"http:", "https:", "<script", "<link", "url(", "@import"})
    CHECK_THAT(html, !Catch::Contains(part));
}

TEST_CASE("numbers are written as people read them") {
  CHECK(power_of_ten(28) == "10²⁸");
  CHECK(power_of_ten(-24) == "10⁻²⁴");
  CHECK(grouped(19800) == "19,800");
  CHECK(grouped(999) == "999");
  CHECK(readable_time(0) == "1970-01-01 00:00 UTC");
}

TEST_CASE("base64 is RFC 4648's") {
  const auto of = [](const std::string& text) {
    return base64(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  };
  CHECK(of("") == "");
  CHECK(of("f") == "Zg==");
  CHECK(of("fo") == "Zm8=");
  CHECK(of("foobar") == "Zm9vYmFy");
}

}  // namespace
}  // namespace spoor::trace::report
