// What the viewer records while somebody reads. Lines are durable in the log before they are drawn; how long
// they were shown follows from a thread of its own. Safe from several threads.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "watermark/seal/log_writer.hpp"
#include "watermark/seal/view_clock.hpp"

namespace spoor::seal_log {

/// Lines are recorded as about to be shown by windows of this many, so that scrolling seldom waits.
inline constexpr std::uint64_t kWindowLines = 256;

struct RecorderOptions {
  std::function<Moment()> now;             ///< system_moment, but for tests
  std::function<void()> on_failure;        ///< from any thread, once: nothing more can be recorded
  std::chrono::milliseconds period{1000};  ///< between two groups of what was shown
};

/// CLOCK_REALTIME and CLOCK_BOOTTIME, which goes on while the machine sleeps.
[[nodiscard]] Moment system_moment();

/// Records durably that a session was unlocked and refused by a clause before it was opened. Errors: those of
/// LogWriter::commit.
[[nodiscard]] Result<void> record_refusal(LogWriter& writer, const std::string& clause, const Moment& now);

class Recorder {
 public:
  /// Records durably that the session was opened. Errors: those of LogWriter::commit.
  static Result<std::unique_ptr<Recorder>> begin(std::unique_ptr<LogWriter> writer, const Opened& opened,
                                                 RecorderOptions options);
  /// As close().
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// To be called before the lines are drawn. False: they are not in the log, and must not be drawn.
  [[nodiscard]] bool ensure(const std::vector<Lines>& view);
  /// To be called once they are on screen; nothing: nothing is any more.
  void shown(const std::vector<Lines>& view);
  /// Where the reviewer is, to go on there.
  void at(const Place& place);
  /// What is being looked for. While somebody types, only what he stops at is recorded.
  void search(SearchScope scope, const std::string& term);
  /// What was looked for: durable on return. False: it is not in the log.
  [[nodiscard]] bool search_now(SearchScope scope, const std::string& term);
  /// That something was noted, and the words sealed to the reviewer: durable on return. False: it is not in
  /// the log.
  [[nodiscard]] bool note_now(const std::string& words);
  /// Appends a record of the other kinds: durable within the period.
  void add(Event event);
  /// The same, durable on return. False: it is not in the log.
  [[nodiscard]] bool add_now(Event event);
  /// Makes durable what was added. False: it is not in the log.
  [[nodiscard]] bool sync() { return commit({}, true); }

  /// Records that nothing is on screen any more and that the log was closed. Then nothing more is recorded.
  void close();
  [[nodiscard]] bool failed() const;
  /// Why; empty: it has not.
  [[nodiscard]] std::string failure() const;
  /// Where the reviewer was when the log was last closed or torn off.
  [[nodiscard]] const std::optional<Place>& last_place() const { return last_place_; }
  /// The head of all that was recorded up to now, which is made durable first. Errors: io.
  [[nodiscard]] Result<std::string> note();

 private:
  Recorder(std::unique_ptr<LogWriter> writer, RecorderOptions options);
  struct Search {
    SearchScope scope = SearchScope::file;
    std::string term;
    Moment since;
    bool shortened = false;  ///< of one that was recorded, by deleting
  };
  /// A window of kWindowLines lines.
  struct Window {
    std::string path;
    std::uint64_t number = 0;
  };

  void run();
  void tick();
  [[nodiscard]] std::vector<Window> missing(const std::vector<Lines>& view) const;
  [[nodiscard]] std::vector<Window> next_windows(const std::vector<Lines>& view) const;
  [[nodiscard]] bool commit(const std::vector<Window>& windows, bool with_place);
  void collect(std::vector<Item>& items, const Moment& now, bool all);
  void collect_private(std::vector<Item>& items, const Moment& now, bool all);
  [[nodiscard]] bool add_search(std::vector<Item>& items, const Search& search);
  /// What only the reviewer reads, and the record that binds it.
  template <typename MakeEvent>
  [[nodiscard]] bool add_private(std::vector<Item>& items, Private own, const MakeEvent& event);
  void note_failure(const std::string& message);
  void watch_clock(const Moment& now);

  std::unique_ptr<LogWriter> writer_;
  RecorderOptions options_;
  std::optional<Place> last_place_;

  std::mutex writing_;  ///< held over a commit; taken before queue_
  mutable std::mutex queue_;
  std::condition_variable wake_;
  std::vector<Record> pending_;
  std::map<SearchScope, Search> searches_;  ///< that are being typed
  std::vector<Search> searched_;            ///< that were finished
  std::vector<Private> noted_;
  std::map<std::string, std::set<std::uint64_t>> recorded_;  ///< windows by path
  ViewClock view_clock_;
  std::vector<Lines> view_;
  Place place_;
  Place committed_place_;
  Moment clock_;        ///< the last one that both clocks agreed on
  bool hurry_ = false;  ///< the reader comes near a window that is not recorded yet
  bool closing_ = false;
  std::string failure_;
  std::thread thread_;
};

}  // namespace spoor::seal_log
