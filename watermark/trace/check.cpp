#include "watermark/trace/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <random>

#include "watermark/seal/passphrase.hpp"
#include "watermark/trace/estimate.hpp"
#include "watermark/trace/measure.hpp"
#include "watermark/trace/photo_plane.hpp"

namespace spoor::trace {
namespace {

constexpr int kLongSidePx = 2200;        // of what a photograph is estimated on
constexpr double kMeasuredPixels = 9e6;  // larger pictures of screens are estimated, too
constexpr double kEstimateErrorDb = 3;   // of an estimated strength, either way

void put_positions(std::vector<PooledPosition>& out, double glyphs, double positions, double precision,
                   const PoolOptions& options, std::mt19937_64& random) {
  std::normal_distribution<double> normal(0, 1);
  const auto filled = static_cast<std::size_t>(
      std::clamp(std::round(positions), 0.0, std::min(static_cast<double>(out.size()), glyphs)));
  double left = glyphs;
  for (std::size_t i = 0; i < filled; ++i) {
    const double each = std::max(1.0, std::round(left / static_cast<double>(filled - i)));
    left -= each;
    const double sum = precision * each / (1 + options.shared_variance * (each - 1));
    const double mean = 1 + normal(random) / std::sqrt(sum);
    PooledPosition& p = out[i];
    p.glyphs = static_cast<int>(each);
    p.llr = static_cast<float>(options.position_cap * std::tanh(2 * mean * sum / options.position_cap));
    p.mean = static_cast<float>(mean);
    p.precision = static_cast<float>(sum);
  }
}

Shortfall lacking(const Pooled& pooled, const CheckOptions& options) {
  // Any key will do: how much evidence there is does not depend on it.
  const auto coder = mark_code::Coder::create({});
  if (!coder) return {};
  constexpr double kShareOfAlone = 0.5;  // of the permitted false accusations (mark/linear_tests.cpp)
  const double needed = std::log10(options.session_slots / kShareOfAlone / options.max_false_accusation);
  return shortfall(pooled, *coder, needed, {});
}

std::string wish(const Shortfall& missing) {
  const std::string sharper = "the same text at twice the resolution";
  if (!missing.more_glyphs) return missing.sharper_helps ? sharper : "much more text, and larger";
  const std::string more = fmt::format("about {} more characters", (*missing.more_glyphs + 9) / 10 * 10);
  return missing.sharper_helps ? more + ", or " + sharper : more;
}

void measure_screen(const cv::Mat& bgr, const CheckOptions& options, CheckResult& out) {
  MeasureOptions measuring;
  measuring.threads = options.threads;
  const auto measurement = measure(bgr, measuring);
  if (!measurement) {
    out.error = measurement.error();
    return;
  }
  if (measurement->glyphs.empty()) return;
  const Pooled pooled = pool(std::span(&*measurement, 1), {});
  out.measured = true;
  out.glyphs = static_cast<double>(pooled.glyphs_a + pooled.glyphs_b);
  out.snr_db = pooled.snr_db;
  out.pixels_per_advance =
      measurement->panes[static_cast<std::size_t>(measurement->glyphs[0].pane)].advance_px;
  const Shortfall missing = lacking(pooled, options);
  out.prospect = missing.enough ? Prospect::likely : Prospect::unlikely;
  if (!missing.enough) out.ask_for = wish(missing);
}

void estimate_photograph(const cv::Mat& bgr, const CheckOptions& options, CheckResult& out) {
  const double shrink = std::min(1.0, static_cast<double>(kLongSidePx) / std::max(bgr.cols, bgr.rows));
  cv::Mat small = bgr;
  if (shrink < 1) cv::resize(bgr, small, {}, shrink, shrink, cv::INTER_AREA);
  auto page = estimate_page(small, options.threads);
  if (!page) return;
  out.photograph = true;
  out.glyphs = page->glyphs;
  out.pixels_per_advance = page->pixels_per_advance / shrink;
  out.snr_db = page->snr_db;
  out.tilt_deg = page->tilt_deg;
  const Shortfall better =
      lacking(expected_chips(page->glyphs, page->snr_db + kEstimateErrorDb, {}), options);
  const Shortfall worse = lacking(expected_chips(page->glyphs, page->snr_db - kEstimateErrorDb, {}), options);
  out.prospect = worse.enough ? Prospect::likely : better.enough ? Prospect::uncertain : Prospect::unlikely;
  if (!worse.enough) out.ask_for = wish(worse);
}

void check_into(const std::filesystem::path& path, const CheckOptions& options, CheckResult& out) {
  const auto capture = load_capture(path, options.limits);
  if (!capture) {
    out.error = capture.error();
    return;
  }
  out.sha256_hex = capture->sha256_hex;
  const cv::Mat& bgr = capture->bgr;
  const bool flat = rows_way(RowField(bgr), options.threads) == RowsWay::level;
  if (flat && static_cast<double>(bgr.total()) <= kMeasuredPixels) measure_screen(bgr, options, out);
  if (!out.error && out.glyphs < 1) estimate_photograph(bgr, options, out);
  if (out.prospect == Prospect::no_text) out.ask_for = "a picture in which lines of code can be read by eye";
}

double tenth(double value) {
  return std::round(value * 10) / 10;
}

}  // namespace

std::string_view prospect_name(Prospect prospect) noexcept {
  switch (prospect) {
    case Prospect::likely:
      return "likely enough";
    case Prospect::uncertain:
      return "uncertain";
    case Prospect::unlikely:
      return "unlikely to be enough";
    case Prospect::no_text:
      return "no lines of code found";
  }
  return "uncertain";
}

Pooled expected_chips(double glyphs, double snr_db, const PoolOptions& options) {
  constexpr std::uint64_t kSeed = 1;
  constexpr double kShareA = 0.73;
  std::mt19937_64 random(kSeed);
  Pooled out;
  out.a.resize(mark::kPositionsA);
  out.b.resize(mark::kPositionsB);
  const double of_a = std::round(kShareA * glyphs), of_b = std::round((1 - kShareA) * glyphs);
  const double precision = std::pow(10, snr_db / 10);
  put_positions(out.a, of_a, 3.5 * std::pow(of_a, 0.66), precision, options, random);
  put_positions(out.b, of_b, 1.4 * std::pow(of_b, 0.8), precision, options, random);
  out.glyphs_a = static_cast<std::size_t>(of_a);
  out.glyphs_b = static_cast<std::size_t>(of_b);
  out.snr_db = snr_db;
  return out;
}

CheckResult check_capture(const std::filesystem::path& path, const CheckOptions& options) {
  CheckResult out;
  out.capture = path.string();
  try {
    check_into(path, options, out);
  } catch (const cv::Exception&) {
    out.error =
        TraceError{TraceErrorCode::internal, "the picture broke the image library: convert it to PNG"};
  } catch (const std::bad_alloc&) {
    out.error = TraceError{TraceErrorCode::internal, "there is not enough memory for this picture: crop it"};
  }
  return out;
}

std::string to_text(const CheckResult& result) {
  std::string out = fmt::format("{}: {}\n", seal::shown(result.capture), prospect_name(result.prospect));
  if (result.glyphs >= 1) {
    const std::string tilt = result.photograph
                                 ? fmt::format("photograph, tilted by about {:.0f} degrees", result.tilt_deg)
                                 : "screen";
    out +=
        fmt::format("  kind     {}\n  text     {}{:.0f} characters, {:.1f} pixels each, {:.1f} dB each{}\n",
                    tilt, result.measured ? "" : "about ", result.glyphs, result.pixels_per_advance,
                    result.snr_db, result.measured ? "" : " (estimated)");
  }
  if (!result.ask_for.empty()) out += fmt::format("  ask for  {}\n", result.ask_for);
  return out;
}

std::string to_json_line(const CheckResult& result) {
  nlohmann::json out;
  const bool judged = !result.error, text = judged && result.glyphs >= 1;
  const auto number = [&](double value) {
    return text ? nlohmann::json(tenth(value)) : nlohmann::json(nullptr);
  };
  out["ask_for"] = result.ask_for.empty() ? nlohmann::json(nullptr) : nlohmann::json(result.ask_for);
  out["capture"] = result.capture;
  out["check"] = judged ? nlohmann::json(prospect_name(result.prospect)) : nlohmann::json(nullptr);
  out["glyphs"] = text ? nlohmann::json(std::lround(result.glyphs)) : nlohmann::json(nullptr);
  out["measured"] = result.measured;
  out["pixels_per_advance"] = number(result.pixels_per_advance);
  out["reason"] = judged ? nlohmann::json(nullptr) : nlohmann::json(result.error->message);
  out["sha256"] = result.sha256_hex.empty() ? nlohmann::json(nullptr) : nlohmann::json(result.sha256_hex);
  out["snr_db"] = number(result.snr_db);
  out["tilt_deg"] =
      text && result.photograph ? nlohmann::json(tenth(result.tilt_deg)) : nlohmann::json(nullptr);
  out["tool"] = "spoor-trace";
  out["version"] = SPOOR_VERSION;
  return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace spoor::trace
