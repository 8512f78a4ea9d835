// One search, from its query to its end. Where the archive has a table of grams, the files that cannot match
// are not read: they count as searched, since the vendor's signature covers the table. Portions of the
// catalogue are searched by several threads; what they find is handed on in the order of the tree, whichever
// thread is first. All matches are counted; the lines of the first kKeptLines of them, in the order of the
// tree, are kept (for one file: the first kKeptPlaces places).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "viewer/find/catalogue.hpp"
#include "viewer/find/coverage.hpp"
#include "viewer/find/found.hpp"
#include "viewer/find/globs.hpp"
#include "viewer/find/pattern.hpp"
#include "viewer/find/query.hpp"

namespace spoor::find {

struct Progress {
  Coverage coverage;
  std::uint64_t files = 0;  ///< with a match
  std::uint64_t lines = 0;  ///< with a match
  std::uint64_t matches = 0;
  std::uint64_t kept = 0;          ///< lines or places that were handed on, or will be
  bool complete = false;           ///< nothing will change any more
  std::optional<FindError> error;  ///< the query cannot be searched for; complete
};

class Search {
 public:
  static constexpr std::uint64_t kKeptLines = 50'000;
  static constexpr std::uint64_t kKeptPlaces = 1'000'000;

  /// on_change is called from the threads that work, for the first hits, a few times a second, and at the
  /// end; it must be quick.
  Search(std::shared_ptr<const Files> files, const Catalogue& catalogue, Query query,
         std::function<void()> on_change);

  /// Takes part in the search until nothing is left to do. Called by any number of threads.
  void work();
  /// The threads in work() leave it soon; nothing more is handed on.
  void cancel() { stop_.request_stop(); }

  [[nodiscard]] const Query& query() const noexcept { return query_; }
  [[nodiscard]] Progress progress() const;
  /// The hits since the last call, in the order of the tree.
  [[nodiscard]] std::vector<FileHits> take();

 private:
  struct Part {  ///< what a portion gave
    Coverage coverage;
    std::uint64_t files = 0;
    std::uint64_t lines = 0;
    std::uint64_t matches = 0;
    std::uint64_t kept = 0;
    std::vector<FileHits> hits;
  };
  struct Compiled {
    Pattern pattern;
    Globs globs;
  };
  [[nodiscard]] bool prepare();
  void choose_files(const Globs& globs);
  void rule_out(const Globs& globs, const std::vector<std::uint32_t>& chosen);
  [[nodiscard]] const Portion* next_portion(std::size_t& number);
  [[nodiscard]] Part search_portion(std::size_t number, const Portion& portion);
  [[nodiscard]] std::uint64_t room_before(std::size_t number) const;
  void hand_in(std::size_t number, Part part);
  void hand_on(Part&& part);
  void finish();
  void tell(bool at_once);

  const std::shared_ptr<const Files> files_;
  const Catalogue& catalogue_;
  const Query query_;
  const std::function<void()> on_change_;
  std::stop_source stop_;
  std::atomic<std::size_t> next_{0};

  std::mutex preparing_;
  std::optional<Result<Compiled>> compiled_;  ///< set under preparing_, then constant
  /// Instead of the catalogue's, where it is known which files may match: set under preparing_, then
  /// constant.
  std::optional<std::vector<Portion>> chosen_;

  mutable std::mutex mutex_;  ///< guards what is below
  Progress progress_;
  std::map<std::size_t, Part> waiting_;  ///< for the portions before them
  std::size_t next_to_hand_on_ = 0;
  std::optional<std::size_t> portions_;  ///< how many there are, once known
  std::vector<FileHits> hits_;
  std::chrono::steady_clock::time_point told_{};
};

}  // namespace spoor::find
