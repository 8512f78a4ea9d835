#include "watermark/tables/symbol_maker.hpp"

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "viewer/symbols/symbol_page.hpp"
#include "viewer/symbols/tags.hpp"
#include "watermark/tables/worker.hpp"

namespace spoor::tables {
namespace {

constexpr std::uint64_t kMostFileBytes = std::uint64_t{64} << 20U;
// A segment ends before the file that would begin behind so many bytes, so that its making stays within
// memory.
constexpr std::uint64_t kSegmentBytes = std::uint64_t{384} << 20U;
constexpr std::size_t kBatchBytes = std::size_t{4} << 20U;
constexpr std::size_t kMostBatches = 4;

/// Whole files.
struct Batch {
  struct File {
    std::uint32_t number = 0;  ///< less the segment's first
    std::string path;
    std::string text;
  };
  std::vector<File> files;
  std::size_t bytes = 0;
};

struct Segment {
  symbols::SymbolSegment part;
  std::vector<seal::Bytes> pages;
};

/// The rows of one segment; their names are kept in pieces that stay where they are.
class Collector {
 public:
  void add(const Batch::File& file) {
    for (const symbols::Tag& tag : symbols::tags_of(file.path, file.text)) {
      if (tag.name.empty() || tag.name.size() > symbols::kMaxSymbolBytes) continue;
      rows_.push_back({keep(tag.name), tag.kind, file.number, tag.line, std::max(tag.line, tag.last_line)});
    }
  }
  Segment finish(std::uint32_t files) {
    std::sort(rows_.begin(), rows_.end(), symbols::row_order);
    Segment out;
    out.part.files = files;
    symbols::SymbolPageWriter page;
    const symbols::SymbolRow* last = nullptr;
    for (const symbols::SymbolRow& row : rows_) {
      if (last != nullptr && !symbols::row_order(*last, row))
        continue;  // the same from two branches of an #if
      last = &row;
      page.add(row);
      if (page.full()) close(page, out);
    }
    if (!page.empty()) close(page, out);
    *this = Collector();
    return out;
  }

 private:
  static constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
  static void close(symbols::SymbolPageWriter& page, Segment& out) {
    out.part.first_names.push_back(page.first_name());
    out.pages.push_back(page.take());
  }
  std::string_view keep(std::string_view name) {
    if (pieces_.empty() || pieces_.back().size() + name.size() > kPieceBytes) {
      pieces_.emplace_back();
      pieces_.back().reserve(kPieceBytes);
    }
    std::string& piece = pieces_.back();
    piece += name;
    return std::string_view(piece).substr(piece.size() - name.size());
  }

  std::deque<std::string> pieces_;
  std::vector<symbols::SymbolRow> rows_;
};

class SymbolMaker final : public seal_write::TableMaker {
 public:
  seal::TableKind kind() const override { return seal::TableKind::symbols; }

  void begin_file(std::string_view path, std::uint64_t size_bytes, bool binary) override {
    if (bytes_ >= kSegmentBytes) close_segment();
    if (batch_.bytes >= kBatchBytes) give_batch();
    wanted_ = !binary && size_bytes <= kMostFileBytes && symbols::has_tags(path);
    if (wanted_) batch_.files.push_back({files_, std::string(path), {}});
    ++files_;
  }

  void append(seal::ByteView bytes) override {
    bytes_ += bytes.size();
    if (!wanted_) return;
    batch_.files.back().text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    batch_.bytes += bytes.size();
  }

  std::vector<seal::Bytes> take_pages() override { return std::exchange(pages_, {}); }

  seal::Result<seal::Bytes> finish() override {
    if (files_ > 0) close_segment();
    take_segment();
    if (!worker_.wait())
      return seal::fail(seal::SealErrorCode::io, "There is no memory left to make the archive's tables.");
    return symbols::encode_segments(segments_);
  }

 private:
  void give_batch() {
    worker_.give([this, batch = std::make_shared<Batch>(std::exchange(batch_, {}))] {
      for (const Batch::File& file : batch->files) collector_.add(file);
    });
  }

  /// The segment before this one is waited for, so that its pages come at the same place each time.
  void close_segment() {
    give_batch();
    take_segment();
    worker_.give([this, files = files_] { finished_ = collector_.finish(files); });
    pending_ = true;
    files_ = 0;
    bytes_ = 0;
  }

  void take_segment() {
    if (!std::exchange(pending_, false) || !worker_.wait()) return;
    segments_.push_back(std::move(finished_.part));
    for (seal::Bytes& page : finished_.pages) pages_.push_back(std::move(page));
    finished_ = {};
  }

  std::uint32_t files_ = 0;  ///< of the segment
  std::uint64_t bytes_ = 0;
  bool wanted_ = false;  ///< the file that is open
  Batch batch_;
  bool pending_ = false;  ///< a segment was closed, and not yet taken
  std::vector<symbols::SymbolSegment> segments_;
  std::vector<seal::Bytes> pages_;
  Collector collector_;          ///< the worker's
  Segment finished_;             ///< the worker's until it is waited for
  Worker worker_{kMostBatches};  ///< last: it stops before the rest goes
};

}  // namespace

std::unique_ptr<seal_write::TableMaker> symbol_maker() {
  return std::make_unique<SymbolMaker>();
}

}  // namespace spoor::tables
