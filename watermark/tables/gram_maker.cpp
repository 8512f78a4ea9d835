#include "watermark/tables/gram_maker.hpp"

#include <string>
#include <utility>
#include <vector>

#include "watermark/tables/gram_collector.hpp"
#include "watermark/tables/worker.hpp"

namespace spoor::tables {
namespace {

// A segment ends before the file that would begin behind so many bytes: its lists stay short, and its making
// within some 200 MB.
constexpr std::uint64_t kSegmentBytes = std::uint64_t{384} << 20U;
// What the thread is given at once, and how much of it may wait.
constexpr std::size_t kBatchBytes = std::size_t{4} << 20U;
constexpr std::size_t kMostBatches = 4;

/// Some files, or parts of them, in one string.
struct Batch {
  struct Piece {
    std::size_t end = 0;  ///< in the text
    bool begins = false;  ///< a file
    bool binary = false;
  };
  std::string text;
  std::vector<Piece> pieces;
};

class GramMaker final : public seal_write::TableMaker {
 public:
  seal::TableKind kind() const override { return seal::TableKind::grams; }

  void begin_file(std::string_view /*path*/, std::uint64_t /*size_bytes*/, bool binary) override {
    if (files_ == index::kMaxSegmentFiles || bytes_ >= kSegmentBytes) close_segment();
    ++files_;
    skip_ = binary;
    batch_.pieces.push_back({batch_.text.size(), true, binary});
  }

  void append(seal::ByteView bytes) override {
    bytes_ += bytes.size();
    if (skip_) return;
    batch_.text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    batch_.pieces.push_back({batch_.text.size(), false, false});
    if (batch_.text.size() >= kBatchBytes) give_batch();
  }

  std::vector<seal::Bytes> take_pages() override { return std::exchange(pages_, {}); }

  seal::Result<seal::Bytes> finish() override {
    if (files_ > 0) close_segment();
    take_segment();
    if (!worker_.wait())
      return seal::fail(seal::SealErrorCode::io, "There is no memory left to make the archive's tables.");
    return index::encode_segments(segments_);
  }

 private:
  void give_batch() {
    worker_.give([this, batch = std::make_shared<Batch>(std::exchange(batch_, {}))] {
      std::size_t begin = 0;
      for (const Batch::Piece& piece : batch->pieces) {
        if (piece.begins)
          collector_.begin_file(piece.binary);
        else
          collector_.append(std::string_view(batch->text).substr(begin, piece.end - begin));
        begin = piece.end;
      }
    });
  }

  /// The segment before this one is waited for, so that its pages come at the same place each time.
  void close_segment() {
    give_batch();
    take_segment();
    worker_.give([this] { finished_ = collector_.finish(); });
    pending_ = true;
    files_ = 0;
    bytes_ = 0;
  }

  void take_segment() {
    if (!std::exchange(pending_, false)) return;
    if (!worker_.wait()) return;
    segments_.push_back(std::move(finished_.part));
    for (seal::Bytes& page : finished_.pages) pages_.push_back(std::move(page));
    finished_ = {};
  }

  std::uint32_t files_ = 0;  ///< of the segment
  std::uint64_t bytes_ = 0;
  bool skip_ = false;  ///< the file that is open
  Batch batch_;
  bool pending_ = false;  ///< a segment was closed, and not yet taken
  std::vector<index::GramSegment> segments_;
  std::vector<seal::Bytes> pages_;
  GramCollector collector_;          ///< the worker's
  GramCollector::Segment finished_;  ///< the worker's until it is waited for
  Worker worker_{kMostBatches};      ///< last: it stops before the rest goes
};

}  // namespace

std::unique_ptr<seal_write::TableMaker> gram_maker() {
  return std::make_unique<GramMaker>();
}

}  // namespace spoor::tables
