#include "program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <thread>

#include "camera.hpp"
#include "presets.hpp"

namespace spoor::camera {
namespace {

namespace fs = std::filesystem;

// A PNG without its last chunk is torn; libpng would say so on its own.
bool torn_png(const Bytes& file) {
  constexpr std::array<std::uint8_t, 4> signature{0x89, 'P', 'N', 'G'}, last{'I', 'E', 'N', 'D'};
  constexpr std::size_t chunk = 8;  // its name and its checksum
  if (file.size() < chunk || !std::equal(signature.begin(), signature.end(), file.begin())) return false;
  return !std::equal(last.begin(), last.end(), file.end() - chunk);
}

Result<cv::Mat> read_screen(const fs::path& path) {
  std::error_code ignored;
  std::ifstream in;
  if (!fs::is_directory(path, ignored)) in.open(path, std::ios::binary);
  if (!in.is_open())
    return failure(CameraErrorCode::io,
                   fmt::format("{} cannot be read; give a screen's picture.", path.string()));
  const Bytes file{std::istreambuf_iterator<char>(in), {}};
  cv::Mat screen;
  try {
    if (!file.empty() && !torn_png(file)) screen = cv::imdecode(file, cv::IMREAD_COLOR);
  } catch (const cv::Exception&) {
    screen.release();
  }
  if (screen.empty())
    return failure(CameraErrorCode::not_an_image,
                   fmt::format("{} is no picture that can be read; give a PNG of a screen.", path.string()));
  return screen;
}

Result<Codec> codec_of(const fs::path& picture) {
  const std::string ending = picture.extension().string();
  if (ending == ".jpeg") return Codec::jpeg;
  for (const Codec codec : {Codec::jpeg, Codec::webp, Codec::heic, Codec::png})
    if (ending == fmt::format(".{}", extension(codec))) return codec;
  return failure(
      CameraErrorCode::bad_parameter,
      fmt::format("'{}' names no format; end the picture's name with .jpg, .webp, .heic or .png.", ending));
}

Result<CameraParameters> choose_parameters(const ProgramOptions& options) {
  Result<std::vector<Range>> ranges = preset_ranges(options.preset);
  if (!ranges) return tl::unexpected(ranges.error());
  std::vector<NamedRange> assigned;
  bool codec_is_set = false;
  for (const std::string& text : options.assignments) {
    const Result<NamedRange> one = parse_assignment(text);
    if (!one) return tl::unexpected(one.error());
    codec_is_set = codec_is_set || one->parameter->name == "codec";
    assigned.push_back(*one);
  }
  override_ranges(*ranges, assigned);
  CameraParameters drawn = draw_parameters(*ranges, options.seed);
  const Result<Codec> wanted = codec_of(options.picture);
  if (!wanted) return tl::unexpected(wanted.error());
  const bool messenger = drawn.codec.messenger_px > 0;
  if (messenger && *wanted != Codec::jpeg)
    return failure(CameraErrorCode::bad_parameter,
                   "A messenger writes JPEG; end the picture's name with .jpg.");
  if (!messenger && codec_is_set && *wanted != drawn.codec.codec)
    return failure(CameraErrorCode::bad_parameter,
                   "The picture's name and the parameter codec name two formats.");
  if (!messenger) drawn.codec.codec = *wanted;
  return drawn;
}

template <typename Content>
bool write(const fs::path& path, const Content& content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  for (const auto byte : content) out.put(static_cast<char>(byte));
  out.close();
  return !out.fail();
}

Result<void> run(const ProgramOptions& options) {
  const Result<CameraParameters> parameters = choose_parameters(options);
  if (!parameters) return tl::unexpected(parameters.error());
  const Result<cv::Mat> screen = read_screen(options.screen);
  if (!screen) return tl::unexpected(screen.error());
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : cores;
  const Result<Photograph> photo = photograph(*screen, *parameters, options.seed, threads);
  if (!photo) return tl::unexpected(photo.error());
  const fs::path truth =
      options.truth.empty() ? fs::path(options.picture).replace_extension(".json") : options.truth;
  for (const fs::path& path : {options.picture, truth})
    if (!(path == truth ? write(path, photo->truth) : write(path, photo->encoded.file)))
      return failure(CameraErrorCode::io,
                     fmt::format("{} cannot be written; choose another place.", path.string()));
  return {};
}

ExitCode report(const CameraError& error, std::ostream& err) {
  err << "spoor-camera: " << error.message << '\n';
  return exit_code_for(error.code);
}

}  // namespace

ExitCode exit_code_for(CameraErrorCode code) noexcept {
  switch (code) {
    case CameraErrorCode::bad_parameter:
    case CameraErrorCode::bad_geometry:
      return ExitCode::usage;
    case CameraErrorCode::not_an_image:
    case CameraErrorCode::too_large:
      return ExitCode::damaged;
    case CameraErrorCode::io:
    case CameraErrorCode::no_encoder:
    case CameraErrorCode::internal:
      break;
  }
  return ExitCode::failed;
}

ExitCode run_program(const ProgramOptions& options, std::ostream& err) {
  const Result<void> done = run(options);
  return done ? ExitCode::done : report(done.error(), err);
}

ExitCode list_parameters(const std::string& preset, std::ostream& out, std::ostream& err) {
  const Result<std::vector<Range>> ranges = preset_ranges(preset);
  if (!ranges) return report(ranges.error(), err);
  for (const PresetNote& note : presets()) out << fmt::format("--preset {:<10} {}\n", note.name, note.what);
  out << fmt::format("\n{:<18} {:<26} {}\n", "parameter", preset, "may be");
  for (std::size_t i = 0; i < ranges->size(); ++i) {
    const ParameterSpec& p = parameter_table()[i];
    const Range& range = (*ranges)[i];
    std::string drawn = parameter_text(p, range.least);
    if (range.most != range.least) drawn += ".." + parameter_text(p, range.most);
    const std::string limits = p.choices.empty() ? fmt::format("{}..{}", p.least, p.most)
                                                 : fmt::format("{}", fmt::join(p.choices, " "));
    out << fmt::format("{:<18} {:<26} {}\n", p.name, drawn, limits);
  }
  return ExitCode::done;
}

}  // namespace spoor::camera
