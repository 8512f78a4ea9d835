// All files of a release in the order of the tree, in portions of about the same size in bytes: what one
// worker takes at a time. A thread of its own lists them, once for all searches, from the archive's table of
// files or, where it has none, folder by folder; who asks for a portion that is not known yet waits for it.
// Neighbours lie in the same blocks of the archive, so that a portion unpacks each block once.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "viewer/find/files.hpp"

namespace spoor::find {

struct FileEntry {
  std::string path;
  std::uint64_t size_bytes = 0;
  bool binary = false;                   ///< a NUL in its first 8 KiB
  std::optional<std::uint32_t> index{};  ///< in Files::table(), where there is one
};

[[nodiscard]] FileEntry entry_of(const seal::FileTable& table, std::uint32_t index);

using Portion = std::vector<FileEntry>;

class Catalogue {
 public:
  static constexpr std::uint64_t kPortionBytes = std::uint64_t{1} << 20;
  static constexpr std::size_t kPortionFiles = 256;

  explicit Catalogue(std::shared_ptr<const Files> files);
  ~Catalogue();  ///< stops the listing
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  /// The n-th portion; nullptr behind the last one, or once `stop` was requested. Valid as long as this.
  [[nodiscard]] const Portion* portion(std::size_t number, const std::stop_token& stop) const;
  /// The folders that could not be listed; whole once portion() has returned the end.
  [[nodiscard]] std::vector<std::string> unreadable() const;

 private:
  void run(const std::stop_token& stop);
  void run_table(const seal::FileTable& table, const std::stop_token& stop);
  void run_folders(const std::stop_token& stop);
  void take(FileEntry entry);
  void add(Portion portion);

  std::shared_ptr<const Files> files_;
  Portion open_;  ///< the thread's: not full yet
  std::uint64_t open_bytes_ = 0;
  mutable std::mutex mutex_;  ///< guards what is below
  mutable std::condition_variable_any grown_;
  std::deque<Portion> portions_;  ///< a deque, so that a portion stays where it is
  std::vector<std::string> unreadable_;
  bool complete_ = false;
  std::jthread thread_;  ///< last: it stops before the rest goes
};

}  // namespace spoor::find
