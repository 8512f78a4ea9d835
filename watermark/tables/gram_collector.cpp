#include "watermark/tables/gram_collector.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "viewer/index/wire.hpp"

namespace spoor::tables {
namespace {

constexpr unsigned kFileBits = 16;
constexpr std::uint64_t kFileMask = (1U << kFileBits) - 1;
// Pairs are sorted and packed when there are this many: 64 MB, and as much again while they are sorted.
constexpr std::size_t kRunPairs = std::size_t{8} << 20U;

/// By key; files of one key stay in order.
void sort_by_key(std::vector<std::uint64_t>& pairs) {
  constexpr unsigned kDigitBits = 11;
  constexpr unsigned kKeyBits = 32;
  std::vector<std::uint64_t> other(pairs.size());
  for (unsigned shift = kFileBits; shift < kFileBits + kKeyBits; shift += kDigitBits) {
    std::array<std::size_t, std::size_t{1} << kDigitBits> ends{};
    const auto digit = [shift](std::uint64_t pair) {
      return static_cast<std::size_t>((pair >> shift) & ((1U << kDigitBits) - 1));
    };
    for (const std::uint64_t pair : pairs) ++ends[digit(pair)];
    std::size_t before = 0;
    for (std::size_t& end : ends) before += std::exchange(end, before);
    for (const std::uint64_t pair : pairs) other[ends[digit(pair)]++] = pair;
    pairs.swap(other);
  }
}

/// Reads a run key by key.
class RunReader {
 public:
  explicit RunReader(std::span<const std::uint8_t> run) : reader_(run) { next(); }
  [[nodiscard]] std::optional<std::uint32_t> key() const { return key_; }
  /// Appends the files of the key, and goes on to the next.
  void take(index::FileList& out) {
    std::uint64_t file = 0;
    for (std::uint64_t count = reader_.next(); count > 0; --count) {
      file += reader_.next();
      out.push_back(static_cast<std::uint16_t>(file));
    }
    next();
  }

 private:
  void next() {
    if (reader_.rest_bytes() == 0)
      key_.reset();
    else
      key_ = key_.value_or(0) + static_cast<std::uint32_t>(reader_.next());
  }
  index::NumberReader reader_;
  std::optional<std::uint32_t> key_;
};

}  // namespace

void GramCollector::begin_file(bool binary) {
  if (files_ > 0) end_file();
  ++files_;
  binary_ = binary;
  line_bytes_ = 0;
  last_bytes_ = 0;
  folds_ = false;
  grams_.clear();
}

/// U+017F and U+212A in UTF-8.
void GramCollector::note_folding(unsigned char byte) {
  last_bytes_ = (last_bytes_ << 8U) | byte;
  folds_ = folds_ || (last_bytes_ & 0xFFFFU) == 0xC5BFU || (last_bytes_ & 0xFFFFFFU) == 0xE284AAU;
}

void GramCollector::push(unsigned char byte) {
  gram_.push(byte);
  if (line_bytes_ == index::kGramBytes - 1)
    grams_.insert(gram_.key());
  else
    ++line_bytes_;
  if (byte == '\n') line_bytes_ = 0;
}

void GramCollector::append(std::string_view bytes) {
  if (binary_) return;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    push(byte);
    if (byte >= 0x80)
      note_folding(byte);
    else
      last_bytes_ = 0;
  }
}

void GramCollector::end_file() {
  if (binary_) return;
  push('\n');  // a last line without an end ends all the same
  const auto file = static_cast<std::uint16_t>(files_ - 1);
  if (folds_) folding_.push_back(file);
  if (grams_.keys().size() > GramSet::kMost) {
    unknown_.push_back(file);
    return;
  }
  for (const std::uint32_t key : grams_.keys()) pairs_.push_back((std::uint64_t{key} << kFileBits) | file);
  if (pairs_.size() >= kRunPairs) close_run();
}

void GramCollector::close_run() {
  sort_by_key(pairs_);
  seal::Bytes run;
  std::uint64_t last_key = 0;
  for (auto at = pairs_.begin(); at != pairs_.end();) {
    const std::uint64_t key = *at >> kFileBits;
    const auto end = std::find_if(at, pairs_.end(), [key](std::uint64_t p) { return p >> kFileBits != key; });
    index::put_number(key - std::exchange(last_key, key), run);
    index::put_number(static_cast<std::uint64_t>(end - at), run);
    std::uint64_t last_file = 0;
    for (; at != end; ++at)
      index::put_number((*at & kFileMask) - std::exchange(last_file, *at & kFileMask), run);
  }
  pairs_.clear();
  run.shrink_to_fit();
  runs_.push_back(std::move(run));
}

GramCollector::Segment GramCollector::finish() {
  if (files_ > 0) end_file();
  if (!pairs_.empty()) close_run();
  Segment out;
  out.part.files = files_;
  out.part.folding = std::move(folding_);
  out.part.unknown = std::move(unknown_);
  std::vector<RunReader> readers(runs_.begin(), runs_.end());
  index::GramPageWriter page(files_);
  const auto close_page = [&] {
    out.part.first_keys.push_back(page.first_key());
    out.pages.push_back(page.take());
  };
  index::FileList list;
  while (true) {
    std::optional<std::uint32_t> key;
    for (const RunReader& reader : readers)
      if (reader.key() && (!key || *reader.key() < *key)) key = reader.key();
    if (!key) break;
    list.clear();
    for (RunReader& reader : readers)  // in the order of their files
      if (reader.key() == key) reader.take(list);
    page.add(*key, list);
    if (page.full()) close_page();
  }
  if (!page.empty()) close_page();
  *this = GramCollector();
  return out;
}

}  // namespace spoor::tables
