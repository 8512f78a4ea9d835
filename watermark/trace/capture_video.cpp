extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libswscale/swscale.h>
}

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "watermark/trace/capture_kinds.hpp"

namespace spoor::trace {
namespace {

struct CloseInput {
  void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};
struct FreeCodec {
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};
struct FreeFrame {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FreeScaler {
  void operator()(SwsContext* context) const { sws_freeContext(context); }
};
using Input = std::unique_ptr<AVFormatContext, CloseInput>;
using Codec = std::unique_ptr<AVCodecContext, FreeCodec>;
using Frame = std::unique_ptr<AVFrame, FreeFrame>;
using Packet = std::unique_ptr<AVPacket, FreePacket>;
using Scaler = std::unique_ptr<SwsContext, FreeScaler>;

tl::unexpected<TraceError> fail(TraceErrorCode code, const char* sentence) {
  return tl::unexpected(TraceError{code, sentence});
}

// Only the file itself is opened, and only by the reader of its own container: a playlist in a film's clothes
// stays unread.
Input open_input(const std::filesystem::path& path) {
  for (const char* container : {"mov", "matroska"}) {
    AVFormatContext* raw = nullptr;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    const int opened = avformat_open_input(&raw, ("file:" + path.string()).c_str(),
                                           av_find_input_format(container), &options);
    av_dict_free(&options);
    if (opened == 0) return Input(raw);
  }
  return nullptr;
}

// How a phone says that it was held upright: a turn in steps of 90 degrees.
cv::Mat turned(cv::Mat bgr, const AVStream& stream) {
  const auto* matrix = reinterpret_cast<const std::int32_t*>(
      av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
  const double degrees = matrix == nullptr ? 0 : av_display_rotation_get(matrix);
  if (!std::isfinite(degrees)) return bgr;
  const int quarters = ((static_cast<int>(std::lround(degrees / 90)) % 4) + 4) % 4;  // counter-clockwise
  constexpr std::array kTurns = {cv::ROTATE_90_COUNTERCLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_CLOCKWISE};
  if (quarters > 0) cv::rotate(bgr, bgr, kTurns[static_cast<std::size_t>(quarters - 1)]);
  return bgr;
}

class Video {
 public:
  static tl::expected<Video, TraceError> open(const std::filesystem::path& path,
                                              const CaptureLimits& limits) {
    Video out;
    out.input_ = open_input(path);
    if (!out.input_ || avformat_find_stream_info(out.input_.get(), nullptr) < 0)
      return fail(TraceErrorCode::not_an_image,
                  "the video is torn or damaged: get the whole file, as it was found");
    const AVCodec* decoder = nullptr;
    out.stream_ = av_find_best_stream(out.input_.get(), AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0);
    if (out.stream_ < 0 || decoder == nullptr)
      return fail(TraceErrorCode::unsupported,
                  "the video holds no pictures that are known here: convert it to H.264");
    out.codec_.reset(avcodec_alloc_context3(decoder));
    if (!out.codec_ || avcodec_parameters_to_context(out.codec_.get(), out.stream().codecpar) < 0)
      return fail(TraceErrorCode::internal, "there is not enough memory for this video");
    out.codec_->thread_count = 1;
    out.codec_->max_pixels = static_cast<std::int64_t>(limits.max_pixels);
    if (auto large = size_error(static_cast<std::uint64_t>(std::max(0, out.codec_->width)),
                                static_cast<std::uint64_t>(std::max(0, out.codec_->height)), 6, limits))
      return tl::unexpected(std::move(*large));
    if (avcodec_open2(out.codec_.get(), decoder, nullptr) < 0)
      return fail(TraceErrorCode::unsupported, "the video's codec cannot be opened: convert it to H.264");
    out.frame_.reset(av_frame_alloc());
    out.packet_.reset(av_packet_alloc());
    return out;
  }

  [[nodiscard]] double length_s() const {
    return input_->duration > 0 ? static_cast<double>(input_->duration) / AV_TIME_BASE : 0;
  }
  // The first whole frame at or after a time; empty where there is none.
  [[nodiscard]] cv::Mat frame_at(double time_s) {
    if (time_s > 0) {
      av_seek_frame(input_.get(), -1, static_cast<std::int64_t>(time_s * AV_TIME_BASE), AVSEEK_FLAG_BACKWARD);
      avcodec_flush_buffers(codec_.get());
    }
    constexpr int kMostPackets = 2000;  // of a stream without a key frame for a minute
    for (int i = 0; i < kMostPackets; ++i) {
      const bool ended = av_read_frame(input_.get(), packet_.get()) < 0;
      if (ended || packet_->stream_index == stream_)
        avcodec_send_packet(codec_.get(), ended ? nullptr : packet_.get());
      av_packet_unref(packet_.get());
      while (avcodec_receive_frame(codec_.get(), frame_.get()) == 0)
        if (ended || seconds_of(*frame_) >= time_s - 0.5 / kFramesPerSecond) return picture();
      if (ended) break;
    }
    return {};
  }

 private:
  static constexpr double kFramesPerSecond = 25;
  [[nodiscard]] const AVStream& stream() const { return *input_->streams[stream_]; }
  [[nodiscard]] double seconds_of(const AVFrame& frame) const {
    if (frame.best_effort_timestamp == AV_NOPTS_VALUE) return 1e18;
    return static_cast<double>(frame.best_effort_timestamp) * av_q2d(stream().time_base);
  }
  [[nodiscard]] cv::Mat picture() const {
    const AVFrame& f = *frame_;
    if (f.width < 1 || f.height < 1) return {};
    const Scaler scaler(sws_getContext(
        f.width, f.height, static_cast<AVPixelFormat>(f.format), f.width, f.height, AV_PIX_FMT_BGR24,
        SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr));
    if (!scaler) return {};
    cv::Mat bgr(f.height, f.width, CV_8UC3);
    std::uint8_t* const planes[4] = {bgr.data, nullptr, nullptr, nullptr};
    const int strides[4] = {static_cast<int>(bgr.step), 0, 0, 0};
    if (sws_scale(scaler.get(), f.data, f.linesize, 0, f.height, planes, strides) != f.height) return {};
    return turned(bgr, stream());
  }

  Input input_;
  Codec codec_;
  Frame frame_;
  Packet packet_;
  int stream_ = -1;
};

}  // namespace

tl::expected<void, TraceError> read_video_frames(const std::filesystem::path& path,
                                                 const CaptureLimits& limits, const TakePicture& take) {
  av_log_set_level(AV_LOG_QUIET);
  auto video = Video::open(path, limits);
  if (!video) return tl::unexpected(video.error());
  const double length = video->length_s();
  int taken = 0;
  for (int i = 0; i < limits.most_frames; ++i) {
    const double time_s = length * (i + 0.5) / limits.most_frames;
    cv::Mat bgr = video->frame_at(length > 0 ? time_s : 0);
    if (bgr.empty()) continue;
    ++taken;
    if (!take(fmt::format("frame at {:.2f} s", time_s), std::move(bgr)) || !(length > 0)) break;
  }
  if (taken == 0)
    return fail(TraceErrorCode::not_an_image,
                "no picture of the video can be decoded: it is torn or damaged");
  return {};
}

}  // namespace spoor::trace
