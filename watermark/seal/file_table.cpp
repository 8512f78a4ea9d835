#include "watermark/seal/file_table.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace spoor::seal {
namespace {

constexpr std::uint8_t kBinaryFlag = 1;
// A page is closed behind the row that fills it to this, so that it stays well below kMaxPageBytes.
constexpr std::size_t kFullPageBytes = 256U << 10U;
constexpr std::size_t kShortestRowBytes = 2 + 2 + 1 + 8 + 4;

std::size_t shared_bytes(std::string_view a, std::string_view b) {
  const std::size_t most =
      std::min({a.size(), b.size(), std::size_t{std::numeric_limits<std::uint16_t>::max()}});
  const auto end = a.begin() + static_cast<std::ptrdiff_t>(most);
  return static_cast<std::size_t>(std::mismatch(a.begin(), end, b.begin()).first - a.begin());
}

bool is_path(std::string_view path) {
  while (true) {
    const std::string_view name = path.substr(0, path.find('/'));
    if (name.empty() || name.size() > kMaxNameBytes || name == "." || name == ".." ||
        name.find('\0') != std::string_view::npos) {
      return false;
    }
    if (name.size() == path.size()) return true;
    path.remove_prefix(name.size() + 1);
  }
}

}  // namespace

bool tree_order(std::string_view a, std::string_view b) noexcept {
  std::size_t at = 0;  // where the names begin in which they differ
  for (std::size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i)
    if (a[i] == '/') at = i + 1;
  a.remove_prefix(at);
  b.remove_prefix(at);
  const std::size_t a_slash = a.find('/');
  const std::size_t b_slash = b.find('/');
  const bool a_folder = a_slash != std::string_view::npos;
  const bool b_folder = b_slash != std::string_view::npos;
  if (a_folder != b_folder) return a_folder;
  return a.substr(0, a_slash) < b.substr(0, b_slash);
}

std::size_t FileTable::find(std::string_view path) const {
  std::size_t low = 0;
  std::size_t high = size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (tree_order(this->path(middle), path))
      low = middle + 1;
    else
      high = middle;
  }
  return low < size() && this->path(low) == path ? low : size();
}

void FileTable::add(std::string_view path, const TableFile& file) {
  paths_ += path;
  ends_.push_back(paths_.size());
  files_.push_back(file);
}

std::vector<Bytes> FileTable::encode_pages() const {
  std::vector<Bytes> pages;
  WireWriter page;
  std::string_view last;
  for (std::size_t i = 0; i < size(); ++i) {
    const std::size_t shared = shared_bytes(last, path(i));
    last = path(i);
    page.integer(static_cast<std::uint16_t>(shared));
    page.text(last.substr(shared));
    page.integer(files_[i].binary ? kBinaryFlag : std::uint8_t{0});
    page.integer(files_[i].size_bytes);
    page.integer(files_[i].number);
    if (files_[i].size_bytes != 0) {
      page.integer(files_[i].block);
      page.integer(files_[i].offset_bytes);
    }
    if (page.size() < kFullPageBytes && i + 1 < size()) continue;
    pages.push_back(page.take());
    page = WireWriter();
    last = {};
  }
  return pages;
}

Bytes FileTable::encode_body() const {
  return encode_index(blocks_);
}

bool FileTable::decode_body(ByteView body, FileTable& out) {
  return decode_blocks(body, out.blocks_);
}

bool FileTable::lies_in_its_blocks(const TableFile& file) const {
  if (file.size_bytes == 0) return !file.binary;
  if (file.block >= blocks_.size()) return false;
  if (file.size_bytes <= kBlockBytes)
    return file.offset_bytes + file.size_bytes <= blocks_[file.block].plain_bytes;
  const std::uint64_t full = file.size_bytes / kBlockBytes;
  const std::uint64_t rest = file.size_bytes % kBlockBytes;
  if (file.offset_bytes != 0 || full + (rest > 0 ? 1 : 0) > blocks_.size() - file.block) return false;
  for (std::uint64_t i = 0; i < full; ++i)
    if (blocks_[file.block + i].plain_bytes != kBlockBytes) return false;
  return rest == 0 || blocks_[file.block + full].plain_bytes == rest;
}

bool FileTable::decode_page(ByteView page) {
  WireReader reader(page);
  std::string last;
  while (!reader.failed() && reader.rest_bytes() >= kShortestRowBytes) {
    const auto shared = reader.integer<std::uint16_t>();
    const std::string rest = reader.text();
    if (shared > last.size() || (shared < last.size() && !rest.empty() && last[shared] == rest[0]))
      return false;  // not all that is shared is said to be
    const std::string path = last.substr(0, shared) + rest;
    const bool follows = size() == 0 || tree_order(this->path(size() - 1), path);
    TableFile file;
    const auto flags = reader.integer<std::uint8_t>();
    file.binary = flags == kBinaryFlag;
    file.size_bytes = reader.integer<std::uint64_t>();
    file.number = reader.integer<std::uint32_t>();
    if (file.size_bytes != 0) {
      file.block = reader.integer<std::uint32_t>();
      file.offset_bytes = reader.integer<std::uint32_t>();
    }
    if (reader.failed() || flags > kBinaryFlag || !follows || !is_path(path) || !lies_in_its_blocks(file))
      return false;
    add(path, file);
    last = path;
  }
  return reader.finished();
}

bool FileTable::finish(std::uint64_t contents) {
  by_number_.resize(size());
  std::iota(by_number_.begin(), by_number_.end(), 0U);
  const auto number = [this](std::uint32_t index) { return files_[index].number; };
  std::sort(by_number_.begin(), by_number_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return number(a) < number(b); });
  for (std::size_t i = 1; i < by_number_.size(); ++i)
    if (number(by_number_[i - 1]) == number(by_number_[i])) return false;
  return by_number_.empty() || number(by_number_.back()) < contents;
}

std::uint32_t FileTable::at_number(std::uint32_t number) const {
  // Where the archive has but one release, every number is there.
  if (number < by_number_.size() && files_[by_number_[number]].number == number) return by_number_[number];
  const auto found =
      std::lower_bound(by_number_.begin(), by_number_.end(), number,
                       [this](std::uint32_t index, std::uint32_t n) { return files_[index].number < n; });
  return found != by_number_.end() && files_[*found].number == number ? *found : kNone;
}

}  // namespace spoor::seal
