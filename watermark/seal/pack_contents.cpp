#include "watermark/seal/pack_contents.hpp"

namespace spoor::seal_write {
namespace {

std::string key_of(const seal::Digest& digest, std::string_view more = {}) {
  std::string out(reinterpret_cast<const char*>(digest.data()), digest.size());
  return out.append(more);
}

/// What tells the language of a file: tables of symbols depend on it.
std::string_view kind_of_name(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot);
}

}  // namespace

std::optional<std::uint32_t> ContentIndex::place(const seal::Digest& digest) const {
  const auto found = places_.find(key_of(digest));
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

void ContentIndex::add_place(const seal::Digest& digest, std::uint32_t place) {
  places_.emplace(key_of(digest), place);
}

ContentIndex::Numbered ContentIndex::number(const seal::Digest& digest, std::string_view path) {
  const std::string path_key = key_of(digest, path);
  if (const auto found = by_path_.find(path_key); found != by_path_.end() && !is_used(found->second)) {
    use(found->second);
    return {found->second, false};
  }
  Same& same = by_kind_[key_of(digest, kind_of_name(path))];
  if (same.release != release_) {
    same.release = release_;
    same.next = 0;
  }
  while (same.next < same.numbers.size() && is_used(same.numbers[same.next])) ++same.next;
  const bool is_new = same.next == same.numbers.size();
  if (is_new) {
    same.numbers.push_back(numbers());
    used_in_.push_back(release_);
  }
  const std::uint32_t out = same.numbers[same.next];
  use(out);
  by_path_.insert_or_assign(path_key, out);
  return {out, is_new};
}

}  // namespace spoor::seal_write
