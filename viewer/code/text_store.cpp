#include "viewer/code/text_store.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

namespace spoor::code {

TextStore::TextStore(std::shared_ptr<const ByteSource> source)
    : source_(std::move(source)), size_bytes_(source_->size_bytes()) {}

Result<std::string> TextStore::read_once(std::uint64_t begin_byte, std::uint64_t end_byte) const {
  auto bytes = source_->read(begin_byte, end_byte - begin_byte);
  if (bytes && bytes->size() != end_byte - begin_byte)
    return tl::make_unexpected(CodeError{
        CodeErrorCode::damaged, "The file is shorter than the archive says: ask for the archive again."});
  return bytes;
}

TextStore::Block TextStore::kept(std::uint64_t number) const {
  const std::scoped_lock lock(mutex_);
  const auto found = by_number_.find(number);
  if (found == by_number_.end()) return nullptr;
  used_.splice(used_.begin(), used_, found->second);
  return found->second->block;
}

void TextStore::keep(std::uint64_t number, const Block& block) const {
  const std::scoped_lock lock(mutex_);
  if (by_number_.contains(number)) return;  // another thread read it meanwhile
  used_.push_front({number, block});
  by_number_.emplace(number, used_.begin());
  if (used_.size() <= kKeptBlocks) return;
  by_number_.erase(used_.back().number);
  used_.pop_back();
}

Result<TextStore::Block> TextStore::block(std::uint64_t number) const {
  if (Block found = kept(number)) return found;
  const std::uint64_t begin = number * kBlockBytes;
  auto bytes = read_once(begin, std::min(begin + kBlockBytes, size_bytes_));
  if (!bytes) return tl::make_unexpected(std::move(bytes.error()));
  auto made = std::make_shared<const std::string>(std::move(*bytes));
  keep(number, made);
  return made;
}

Result<std::string> TextStore::read(std::uint64_t begin_byte, std::uint64_t end_byte) const {
  std::string out;
  out.reserve(end_byte - begin_byte);
  for (std::uint64_t at = begin_byte; at < end_byte;) {
    const auto part = block(at / kBlockBytes);
    if (!part) return tl::make_unexpected(part.error());
    const std::uint64_t block_begin = at / kBlockBytes * kBlockBytes;
    const std::uint64_t until = std::min(end_byte, block_begin + (*part)->size());
    out.append(**part, at - block_begin, until - at);
    at = until;
  }
  return out;
}

Result<std::uint64_t> TextStore::skip_lines(std::uint64_t begin_byte, std::uint64_t count,
                                            std::uint64_t end_byte) const {
  std::uint64_t at = begin_byte;
  while (count > 0 && at < end_byte) {
    const auto part = block(at / kBlockBytes);
    if (!part) return tl::make_unexpected(part.error());
    const std::uint64_t block_begin = at / kBlockBytes * kBlockBytes;
    const std::uint64_t until = std::min(end_byte, block_begin + (*part)->size());
    std::string_view rest(**part);
    rest = rest.substr(at - block_begin, until - at);
    at = until;
    while (const void* found = rest.empty() ? nullptr : std::memchr(rest.data(), '\n', rest.size())) {
      rest.remove_prefix(static_cast<std::size_t>(static_cast<const char*>(found) - rest.data()) + 1);
      if (--count > 0) continue;
      return until - rest.size();
    }
  }
  return at;
}

}  // namespace spoor::code
