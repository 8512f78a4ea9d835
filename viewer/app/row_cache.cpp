#include "viewer/app/row_cache.hpp"

#include <utility>

namespace spoor::app {

const RowCache::Glyphs* RowCache::find(const RowKey& key) {
  if (const auto found = now_.find(key); found != now_.end()) return &found->second;
  auto node = before_.extract(key);
  if (node.empty()) return nullptr;
  return &now_.insert(std::move(node)).position->second;
}

const RowCache::Glyphs& RowCache::insert(const RowKey& key, Glyphs glyphs) {
  return now_.insert_or_assign(key, std::move(glyphs)).first->second;
}

void RowCache::end_frame() {
  before_ = std::move(now_);
  now_.clear();
}

void RowCache::clear() {
  now_.clear();
  before_.clear();
}

}  // namespace spoor::app
