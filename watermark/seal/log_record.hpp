// What a log's entries say once they are open. SPEC.md 7.6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "watermark/seal/log_hash.hpp"

namespace spoor::seal_log {

inline constexpr std::size_t kMaxRecordTextBytes = 8192;

enum class OpenedBy : std::uint8_t { passphrase = 1, room = 2, several = 3 };
enum class SearchScope : std::uint8_t { file = 1, release = 2 };
enum class LockReason : std::uint8_t { idle = 1, over = 2, reviewer = 3, log = 4, policy = 5 };

/// Lines of one file, counted from 1; the last one is included.
struct Lines {
  std::string path;
  std::uint64_t first = 1;
  std::uint64_t last = 1;
  friend bool operator==(const Lines&, const Lines&) = default;
};

struct Opened {
  std::string who;
  OpenedBy how = OpenedBy::passphrase;
  friend bool operator==(const Opened&, const Opened&) = default;
};
struct AboutToShow {  ///< durable before the first of these lines is drawn
  Lines lines;
  friend bool operator==(const AboutToShow&, const AboutToShow&) = default;
};
struct Shown {
  Lines lines;
  std::uint64_t duration_ms = 0;
  bool passing = false;  ///< each line was on screen at some moment of it, not all of them all the time
  friend bool operator==(const Shown&, const Shown&) = default;
};
struct Searched {
  SearchScope scope = SearchScope::file;
  Digest commitment{};  ///< term_commitment()
  friend bool operator==(const Searched&, const Searched&) = default;
};
struct Printed {
  Lines lines;
  std::uint32_t pages = 0;
  std::string request;
  friend bool operator==(const Printed&, const Printed&) = default;
};
struct Refused {
  std::string clause;
  friend bool operator==(const Refused&, const Refused&) = default;
};
struct Locked {
  LockReason why = LockReason::idle;
  friend bool operator==(const Locked&, const Locked&) = default;
};
struct Unlocked {
  std::string who;
  friend bool operator==(const Unlocked&, const Unlocked&) = default;
};
struct ClockJumped {
  std::int64_t before_unix_ms = 0;
  std::int64_t after_unix_ms = 0;
  friend bool operator==(const ClockJumped&, const ClockJumped&) = default;
};
struct Closed {
  friend bool operator==(const Closed&, const Closed&) = default;
};
struct Noted {
  Digest commitment{};
  friend bool operator==(const Noted&, const Noted&) = default;
};

/// In the order of their kinds on the wire, 1 to 11.
using Event = std::variant<Opened, AboutToShow, Shown, Searched, Printed, Refused, Locked, Unlocked,
                           ClockJumped, Closed, Noted>;

struct Record {
  std::int64_t time_unix_ms = 0;
  Event event;
  friend bool operator==(const Record&, const Record&) = default;
};

/// What is the reviewer's own: a term that was searched, or a note.
struct Private {
  enum class Kind : std::uint8_t { search = 64, note = 65 } kind = Kind::search;
  std::int64_t time_unix_ms = 0;
  std::array<std::uint8_t, 16> salt{};
  std::string text;
  friend bool operator==(const Private&, const Private&) = default;
};

/// Where the reviewer was.
struct Place {
  std::string path;  ///< empty: no file is open
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

[[nodiscard]] bool is_sound(const Record& record);
// Texts and lines are within bounds: whoever records checks that with is_sound.
[[nodiscard]] Bytes encode(const Record& record);
[[nodiscard]] Bytes encode(const Private& record);
[[nodiscard]] Bytes encode(const Place& place);
[[nodiscard]] std::optional<Record> decode_record(ByteView plain);
[[nodiscard]] std::optional<Private> decode_private(ByteView plain);
[[nodiscard]] std::optional<Place> decode_place(ByteView plain);

/// Binds a record of audience 1 to the term or note, and tells nothing about it. Error: io.
[[nodiscard]] Result<Digest> term_commitment(const std::array<std::uint8_t, 16>& salt,
                                             const std::string& text);

}  // namespace spoor::seal_log
