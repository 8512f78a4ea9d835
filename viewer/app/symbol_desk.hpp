// Questions about definitions, answered on a thread of its own from the release's table and from the files'
// text. Nothing is read before the first question. Knows no window.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "viewer/app/outline.hpp"
#include "viewer/app/source.hpp"

namespace spoor::app {

/// What the definitions of a name are wanted for.
enum class SymbolWish : std::uint8_t { go, peek, hover, occurrences };
inline constexpr std::size_t kSymbolWishes = 4;

struct Meaning {
  SymbolWish wish = SymbolWish::go;
  std::string name;
  std::vector<symbols::Symbol> definitions;  ///< all of them, the nearest first
  std::string trouble;                       ///< our own words: why there are none
};

/// What a search for names has found so far.
struct FoundSymbols {
  std::string query;
  std::vector<symbols::SymbolHit> hits;
  bool complete = false;
  std::string trouble;  ///< our own words: why nothing more is found
};

class SymbolDesk {
 public:
  static constexpr std::size_t kMostHits = 200;  ///< who needs more types more
  static constexpr std::uint64_t kMostOutlineBytes = std::uint64_t{16} << 20U;
  static constexpr std::size_t kKeptOutlines = 16;

  /// The source outlives it. on_change: from the desk's thread; must be quick.
  SymbolDesk(const Source& source, std::function<void()> on_change);
  ~SymbolDesk();
  SymbolDesk(const SymbolDesk&) = delete;
  SymbolDesk& operator=(const SymbolDesk&) = delete;

  /// The definitions of a name that stands in a file. A question of the same wish that has no answer yet is
  /// forgotten.
  void ask(SymbolWish wish, std::string name, std::string from_path);
  void forget(SymbolWish wish);
  /// The next answer, once.
  [[nodiscard]] std::optional<Meaning> take();

  /// Names chosen fuzzily; replaces the search before.
  void search(std::string query);
  [[nodiscard]] std::shared_ptr<const FoundSymbols> found() const;

  /// Of a file; nullptr until it is made, which asking begins.
  [[nodiscard]] std::shared_ptr<const Outline> outline(const std::string& path);

  /// Grows with whatever there is to take or to see.
  [[nodiscard]] std::uint64_t revision() const;
  /// Waits until everything is answered, for tests and pictures.
  void wait() const;
  /// Forgets answers, findings and outlines, also those that are still being made.
  void clear();

 private:
  struct Question {
    std::string name;
    std::string from_path;
  };
  void start();
  void run(const std::stop_token& stop);
  [[nodiscard]] bool asked() const;
  [[nodiscard]] const symbols::Definitions* table(std::string& trouble);
  void answer(std::unique_lock<std::mutex>& lock, SymbolWish wish);
  void find(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  void publish(std::shared_ptr<const FoundSymbols> found, std::uint64_t begun);
  void make(std::unique_lock<std::mutex>& lock);
  void tell();

  const Source* source_;
  std::function<void()> on_change_;

  // Of the desk's thread alone.
  std::optional<Result<std::shared_ptr<const symbols::Definitions>>> table_;
  std::optional<symbols::SymbolFinder> finder_;

  mutable std::mutex mutex_;  ///< guards what is below
  mutable std::condition_variable_any changed_;
  std::array<std::optional<Question>, kSymbolWishes> questions_;
  std::vector<Meaning> answers_;
  std::optional<std::string> wanted_query_;
  std::shared_ptr<const FoundSymbols> found_ = std::make_shared<const FoundSymbols>();
  std::vector<std::string> wanted_outlines_;
  struct Kept {
    std::shared_ptr<const Outline> outline;  ///< nullptr: being made
    std::uint64_t used = 0;
  };
  std::map<std::string, Kept> outlines_;
  std::uint64_t uses_ = 0;
  std::uint64_t revision_ = 0;
  std::uint64_t clears_ = 0;  ///< what was begun before the last clear() is not published
  bool busy_ = false;
  std::jthread thread_;  ///< last: it stops before the rest goes
};

}  // namespace spoor::app
