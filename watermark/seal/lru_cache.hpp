// A small least-recently-used cache of shared immutable values, bounded by their cost. Thread-safe.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace spoor::seal {

template <typename Key, typename Hash, typename Value>
class LruCache {
 public:
  explicit LruCache(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] std::shared_ptr<const Value> find(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    items_.splice(items_.begin(), items_, found->second);
    return found->second->value;
  }

  void insert(const Key& key, std::shared_ptr<const Value> value, std::size_t cost) {
    const std::lock_guard lock(mutex_);
    if (!keeps_ || cost > capacity_ || index_.contains(key)) return;
    items_.push_front({key, std::move(value), cost});
    index_[key] = items_.begin();
    used_ += cost;
    while (used_ > capacity_) {
      used_ -= items_.back().cost;
      index_.erase(items_.back().key);
      items_.pop_back();
    }
  }

  /// Lets go of everything, and keeps nothing until keep(): a thread that is still reading inserts in vain.
  void forget() {
    const std::lock_guard lock(mutex_);
    keeps_ = false;
    index_.clear();
    items_.clear();
    used_ = 0;
  }
  void keep() {
    const std::lock_guard lock(mutex_);
    keeps_ = true;
  }

 private:
  struct Item {
    Key key;
    std::shared_ptr<const Value> value;
    std::size_t cost;
  };
  const std::size_t capacity_;
  std::mutex mutex_;
  std::list<Item> items_;  ///< most recently used first
  std::unordered_map<Key, typename std::list<Item>::iterator, Hash> index_;
  std::size_t used_ = 0;
  bool keeps_ = true;
};

}  // namespace spoor::seal
