#include "watermark/tables/line_maker.hpp"

#include <algorithm>
#include <utility>

#include "viewer/index/line_table.hpp"

namespace spoor::tables {
namespace {

class LineMaker final : public seal_write::TableMaker {
 public:
  seal::TableKind kind() const override { return seal::TableKind::lines; }

  void begin_file(std::string_view path, std::uint64_t size_bytes, bool binary) override {
    end_file();
    wanted_ = !binary && size_bytes > index::kSmallFileBytes;
    if (wanted_) file_ = {std::string(path), 0, true, {}};
  }

  void append(seal::ByteView bytes) override {
    if (!wanted_) return;
    while (!bytes.empty()) {
      const std::uint64_t in_chunk = file_.size_bytes % index::kLineChunkBytes;
      if (in_chunk == 0) file_.feeds.push_back(0);
      const std::uint64_t room = index::kLineChunkBytes - in_chunk;
      const auto part = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(room, bytes.size())));
      file_.feeds.back() += static_cast<std::uint32_t>(std::count(part.begin(), part.end(), '\n'));
      file_.size_bytes += part.size();
      file_.ends_with_feed = part.back() == '\n';
      bytes = bytes.subspan(part.size());
    }
  }

  std::vector<seal::Bytes> take_pages() override { return {}; }

  seal::Result<seal::Bytes> finish() override {
    end_file();
    std::sort(files_.begin(), files_.end(),
              [](const index::FileLines& a, const index::FileLines& b) { return a.path < b.path; });
    return index::encode_lines(files_);
  }

 private:
  void end_file() {
    if (std::exchange(wanted_, false)) files_.push_back(std::move(file_));
  }

  bool wanted_ = false;  ///< the file that is open
  index::FileLines file_;
  std::vector<index::FileLines> files_;
};

}  // namespace

std::unique_ptr<seal_write::TableMaker> line_maker() {
  return std::make_unique<LineMaker>();
}

}  // namespace spoor::tables
