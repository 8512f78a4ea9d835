#include "viewer/index/gram_page.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "viewer/index/wire.hpp"

namespace spoor::index {

void GramPageWriter::add(std::uint32_t key, std::span<const std::uint16_t> list) {
  if (count_ == 0)
    first_key_ = key;
  else
    put_number(key - last_key_, heads_);
  last_key_ = key;
  ++count_;
  put_number(list.size(), heads_);
  const std::size_t before = lists_.size();
  encode_list(list, files_, lists_);
  put_number(lists_.size() - before, heads_);
}

std::vector<std::uint8_t> GramPageWriter::take() {
  std::vector<std::uint8_t> out;
  put_number(count_, out);
  out.insert(out.end(), heads_.begin(), heads_.end());
  out.insert(out.end(), lists_.begin(), lists_.end());
  *this = GramPageWriter(files_);
  return out;
}

bool GramPage::parse(std::span<const std::uint8_t> page, std::uint32_t first_key, GramPage& out) {
  constexpr std::uint64_t kShortestEntryBytes = 3;  // count, length, one byte of list
  NumberReader reader(page);
  const std::uint64_t count = reader.next();
  if (count == 0 || count > page.size() / kShortestEntryBytes) return false;
  out.entries_.clear();
  out.entries_.reserve(static_cast<std::size_t>(count));
  std::vector<std::uint32_t> lengths;
  lengths.reserve(static_cast<std::size_t>(count));
  std::uint64_t key = first_key;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i > 0) {
      const std::uint64_t step = reader.next();
      if (step == 0 || step > std::numeric_limits<std::uint32_t>::max() - key) return false;
      key += step;
    }
    const std::uint64_t files = reader.next();
    const std::uint64_t length = reader.next();
    if (reader.failed() || files == 0 || files > kMaxSegmentFiles || length > page.size()) return false;
    out.entries_.push_back({static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(files), {}});
    lengths.push_back(static_cast<std::uint32_t>(length));
  }
  for (std::size_t i = 0; i < lengths.size(); ++i) out.entries_[i].list = reader.bytes(lengths[i]);
  return reader.finished();
}

std::span<const GramPage::Entry> GramPage::between(std::uint32_t from, std::uint32_t to) const {
  const auto less = [](const Entry& entry, std::uint32_t key) { return entry.key < key; };
  const auto begin = std::lower_bound(entries_.begin(), entries_.end(), from, less);
  const auto end = std::find_if(begin, entries_.end(), [to](const Entry& entry) { return entry.key > to; });
  return {begin, end};
}

}  // namespace spoor::index
