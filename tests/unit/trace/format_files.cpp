#include "format_files.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}
#include <hpdf.h>
#include <libheif/heif.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace spoor::trace::testing {
namespace {

heif_error append(heif_context*, const void* data, std::size_t size, void* out) {
  const auto* begin = static_cast<const std::uint8_t*>(data);
  static_cast<Bytes*>(out)->insert(static_cast<Bytes*>(out)->end(), begin, begin + size);
  return {heif_error_Ok, heif_suberror_Unspecified, "written"};
}

AVFrame* to_frame(const cv::Mat& bgr) {
  AVFrame* frame = av_frame_alloc();
  frame->format = AV_PIX_FMT_YUV420P;
  frame->width = bgr.cols, frame->height = bgr.rows;
  REQUIRE(av_frame_get_buffer(frame, 0) == 0);
  SwsContext* scaler = sws_getContext(bgr.cols, bgr.rows, AV_PIX_FMT_BGR24, bgr.cols, bgr.rows,
                                      AV_PIX_FMT_YUV420P, SWS_BICUBIC, nullptr, nullptr, nullptr);
  const std::uint8_t* planes[1] = {bgr.data};
  const int strides[1] = {static_cast<int>(bgr.step)};
  sws_scale(scaler, planes, strides, 0, bgr.rows, frame->data, frame->linesize);
  sws_freeContext(scaler);
  return frame;
}

void drain(AVCodecContext* codec, AVFormatContext* file, AVStream* stream) {
  AVPacket* packet = av_packet_alloc();
  while (avcodec_receive_packet(codec, packet) == 0) {
    av_packet_rescale_ts(packet, codec->time_base, stream->time_base);
    packet->stream_index = stream->index;
    REQUIRE(av_interleaved_write_frame(file, packet) == 0);
  }
  av_packet_free(&packet);
}

}  // namespace

Bytes heif_file(const cv::Mat& bgr, bool avif) {
  Bytes out;
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  const auto kind = avif ? heif_compression_AV1 : heif_compression_HEVC;
  if (heif_context_get_encoder_for_format(context, kind, &encoder).code == heif_error_Ok) {
    heif_encoder_set_lossy_quality(encoder, 95);
    if (avif) heif_encoder_set_parameter_integer(encoder, "speed", 8);
    heif_image* image = nullptr;
    REQUIRE(heif_image_create(bgr.cols, bgr.rows, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image)
                .code == heif_error_Ok);
    heif_image_add_plane(image, heif_channel_interleaved, bgr.cols, bgr.rows, 24);
    int stride = 0;
    std::uint8_t* pixels = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    cv::Mat rgb(bgr.size(), CV_8UC3, pixels, static_cast<std::size_t>(stride));
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    REQUIRE(heif_context_encode_image(context, image, encoder, nullptr, nullptr).code == heif_error_Ok);
    heif_writer writer{1, append};
    REQUIRE(heif_context_write(context, &writer, &out).code == heif_error_Ok);
    heif_image_release(image);
    heif_encoder_release(encoder);
  }
  heif_context_free(context);
  return out;
}

Bytes pdf_file(const std::vector<cv::Mat>& pages, double dots_per_inch) {
  HPDF_Doc document = HPDF_New(nullptr, nullptr);
  for (const cv::Mat& picture : pages) {
    Bytes jpeg;
    REQUIRE(cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, 95}));
    const auto points = [&](int px) { return static_cast<HPDF_REAL>(px * 72 / dots_per_inch); };
    HPDF_Page page = HPDF_AddPage(document);
    HPDF_Page_SetWidth(page, points(picture.cols));
    HPDF_Page_SetHeight(page, points(picture.rows));
    HPDF_Image image = HPDF_LoadJpegImageFromMem(document, jpeg.data(), static_cast<HPDF_UINT>(jpeg.size()));
    HPDF_Page_DrawImage(page, image, 0, 0, points(picture.cols), points(picture.rows));
  }
  REQUIRE(HPDF_SaveToStream(document) == HPDF_OK);
  Bytes out(HPDF_GetStreamSize(document));
  auto size = static_cast<HPDF_UINT32>(out.size());
  HPDF_ReadFromStream(document, out.data(), &size);
  HPDF_Free(document);
  return out;
}

void write_video(const std::filesystem::path& path, const std::vector<cv::Mat>& frames) {
  AVFormatContext* file = nullptr;
  REQUIRE(avformat_alloc_output_context2(&file, nullptr, "mp4", path.c_str()) >= 0);
  const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
  REQUIRE(encoder != nullptr);
  AVCodecContext* codec = avcodec_alloc_context3(encoder);
  codec->width = frames[0].cols, codec->height = frames[0].rows;
  codec->time_base = {1, 10};
  codec->pix_fmt = AV_PIX_FMT_YUV420P;
  codec->gop_size = 5;
  codec->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_GLOBAL_HEADER;
  codec->global_quality = FF_QP2LAMBDA * 2;
  REQUIRE(avcodec_open2(codec, encoder, nullptr) == 0);
  AVStream* stream = avformat_new_stream(file, nullptr);
  stream->time_base = codec->time_base;
  avcodec_parameters_from_context(stream->codecpar, codec);
  REQUIRE(avio_open(&file->pb, path.c_str(), AVIO_FLAG_WRITE) >= 0);
  REQUIRE(avformat_write_header(file, nullptr) >= 0);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    AVFrame* frame = to_frame(frames[i]);
    frame->pts = static_cast<std::int64_t>(i);
    frame->quality = codec->global_quality;
    REQUIRE(avcodec_send_frame(codec, frame) == 0);
    av_frame_free(&frame);
    drain(codec, file, stream);
  }
  avcodec_send_frame(codec, nullptr);
  drain(codec, file, stream);
  av_write_trailer(file);
  avio_closep(&file->pb);
  avcodec_free_context(&codec);
  avformat_free_context(file);
}

TempFile::TempFile(const Bytes& bytes)
    : path_(std::filesystem::temp_directory_path() /
            ("spoor_format_" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
  std::ofstream(path_, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

TempFile::~TempFile() {
  std::filesystem::remove(path_);
}

}  // namespace spoor::trace::testing
