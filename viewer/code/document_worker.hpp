// The thread behind a document: it finds the lines of a large file and parses the windows that are looked at,
// the latter first. A document that needs neither has no thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "viewer/code/document.hpp"
#include "viewer/code/language.hpp"
#include "viewer/code/line_finder.hpp"
#include "viewer/code/text_store.hpp"
#include "viewer/code/windows.hpp"

namespace spoor::code {

class DocumentWorker {
 public:
  DocumentWorker(std::shared_ptr<const ByteSource> source, std::string_view path, DocumentOptions options);
  ~DocumentWorker();
  DocumentWorker(const DocumentWorker&) = delete;
  DocumentWorker& operator=(const DocumentWorker&) = delete;

  /// Finds the lines of a small file (of a large one: of its beginning), chooses the language, starts the
  /// thread.
  [[nodiscard]] Result<void> start();

  [[nodiscard]] const TextStore& store() const noexcept { return store_; }
  [[nodiscard]] const LineFinder& lines() const noexcept { return lines_; }
  [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }
  [[nodiscard]] std::optional<CodeError> error() const;
  [[nodiscard]] HighlightState highlight() const;

  struct WindowRuns {
    std::optional<Window> window;  ///< nullopt: nothing to highlight there
    Runs runs;                     ///< nullptr: not known yet
  };
  /// The window around a byte of the file; asks for it to be parsed if it is not.
  [[nodiscard]] WindowRuns runs_at(std::uint64_t at_byte);
  bool wait_settled(std::chrono::milliseconds limit);

 private:
  void choose_highlighting(std::string_view head);
  void run(const std::stop_token& stop);
  void index_step();
  void parse_step(const Window& window, const std::stop_token& stop);
  [[nodiscard]] tl::expected<std::vector<Run>, HighlightError> parse(std::string_view text,
                                                                     const std::stop_token& stop) const;
  void finish_window(const Window& window, tl::expected<std::vector<Run>, HighlightError> runs);
  void fail(CodeError error);
  void changed();
  [[nodiscard]] bool settled_locked() const;

  const TextStore store_;
  LineFinder lines_;
  const std::string path_;
  const DocumentOptions options_;
  std::optional<Language> language_;  ///< set by start()
  std::uint64_t window_bytes_ = 0;    ///< set by start()
  std::atomic<std::uint64_t> revision_{1};
  std::chrono::steady_clock::time_point told_{};  ///< the worker's: when it last told of more lines

  mutable std::mutex mutex_;  ///< guards what is below
  std::condition_variable_any work_;
  std::condition_variable_any settled_;
  WindowCache windows_;
  HighlightState highlight_;
  std::optional<CodeError> error_;
  std::jthread thread_;  ///< last: it stops before the rest goes
};

}  // namespace spoor::code
