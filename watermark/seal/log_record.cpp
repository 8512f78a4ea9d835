#include "watermark/seal/log_record.hpp"

#include <algorithm>

namespace spoor::seal_log {
namespace {

using seal::WireReader;
using seal::WireWriter;

constexpr std::int64_t kLastUnixMs = 253402300799999;

bool is_time(std::int64_t unix_ms) {
  return unix_ms >= 0 && unix_ms <= kLastUnixMs;
}

/// Writes fields; its twin below reads the same ones.
struct Writing {
  WireWriter& out;
  template <typename T>
  void integer(const T& value) {
    out.integer(value);
  }
  template <typename Enum>
  void choice(const Enum& value, Enum) {
    out.integer(static_cast<std::uint8_t>(value));
  }
  void flag(const bool& value) { out.integer(static_cast<std::uint8_t>(value ? 1 : 0)); }
  void text(const std::string& value) { out.text(value); }
  template <std::size_t N>
  void bytes(const std::array<std::uint8_t, N>& value) {
    out.bytes(value);
  }
};

struct Reading {
  WireReader& in;
  template <typename T>
  void integer(T& value) {
    value = in.integer<T>();
  }
  template <typename Enum>
  void choice(Enum& value, Enum last) {
    const auto number = in.integer<std::uint8_t>();
    if (number < 1 || number > static_cast<std::uint8_t>(last)) in.fail();
    value = static_cast<Enum>(number);
  }
  void flag(bool& value) {
    const auto number = in.integer<std::uint8_t>();
    if (number > 1) in.fail();
    value = number == 1;
  }
  void text(std::string& value) { value = in.text(); }
  template <std::size_t N>
  void bytes(std::array<std::uint8_t, N>& value) {
    in.into(value);
  }
};

// The fields of each event, in their order on the wire; Event is T or const T.
template <typename IO, typename T>
void lines(IO& io, T& l) {
  io.text(l.path);
  io.integer(l.first);
  io.integer(l.last);
}
template <typename IO, typename E>
void fields(IO& io, E& event) {
  using T = std::remove_const_t<E>;
  if constexpr (std::is_same_v<T, Opened>) {
    io.text(event.who);
    io.choice(event.how, OpenedBy::several);
  } else if constexpr (std::is_same_v<T, AboutToShow>) {
    lines(io, event.lines);
  } else if constexpr (std::is_same_v<T, Shown>) {
    lines(io, event.lines);
    io.integer(event.duration_ms);
    io.flag(event.passing);
  } else if constexpr (std::is_same_v<T, Searched>) {
    io.choice(event.scope, SearchScope::release);
    io.bytes(event.commitment);
  } else if constexpr (std::is_same_v<T, Printed>) {
    lines(io, event.lines);
    io.integer(event.pages);
    io.text(event.request);
  } else if constexpr (std::is_same_v<T, Refused>) {
    io.text(event.clause);
  } else if constexpr (std::is_same_v<T, Locked>) {
    io.choice(event.why, LockReason::policy);
  } else if constexpr (std::is_same_v<T, Unlocked>) {
    io.text(event.who);
  } else if constexpr (std::is_same_v<T, ClockJumped>) {
    io.integer(event.before_unix_ms);
    io.integer(event.after_unix_ms);
  } else if constexpr (std::is_same_v<T, Noted>) {
    io.bytes(event.commitment);
  } else {
    static_assert(std::is_same_v<T, Closed>);
  }
}

template <std::size_t Index = 0>
bool make_event(std::size_t index, Event& event) {
  if constexpr (Index < std::variant_size_v<Event>) {
    if (index == Index) {
      event.emplace<Index>();
      return true;
    }
    return make_event<Index + 1>(index, event);
  } else {
    return false;
  }
}

bool fits(const std::string& text) {
  return text.size() <= kMaxRecordTextBytes;
}
bool fits(const Lines& l) {
  return fits(l.path) && l.first >= 1 && l.first <= l.last;
}

struct Soundness {
  bool operator()(const Opened& e) const { return fits(e.who); }
  bool operator()(const AboutToShow& e) const { return fits(e.lines); }
  bool operator()(const Shown& e) const { return fits(e.lines); }
  bool operator()(const Searched&) const { return true; }
  bool operator()(const Printed& e) const { return fits(e.lines) && fits(e.request); }
  bool operator()(const Refused& e) const { return fits(e.clause); }
  bool operator()(const Locked&) const { return true; }
  bool operator()(const Unlocked& e) const { return fits(e.who); }
  bool operator()(const ClockJumped& e) const {
    return is_time(e.before_unix_ms) && is_time(e.after_unix_ms);
  }
  bool operator()(const Closed&) const { return true; }
  bool operator()(const Noted&) const { return true; }
};

}  // namespace

bool is_sound(const Record& record) {
  return is_time(record.time_unix_ms) && std::visit(Soundness{}, record.event);
}

Bytes encode(const Record& record) {
  WireWriter out;
  out.integer(static_cast<std::uint8_t>(record.event.index() + 1));
  out.integer(record.time_unix_ms);
  Writing writing{out};
  std::visit([&](const auto& event) { fields(writing, event); }, record.event);
  return out.take();
}

std::optional<Record> decode_record(ByteView plain) {
  WireReader in(plain);
  const auto kind = in.integer<std::uint8_t>();
  Record out;
  out.time_unix_ms = in.integer<std::int64_t>();
  if (kind == 0 || !make_event(kind - 1U, out.event)) return std::nullopt;
  Reading reading{in};
  std::visit([&](auto& event) { fields(reading, event); }, out.event);
  if (!in.finished() || !is_sound(out)) return std::nullopt;
  return out;
}

Bytes encode(const Private& record) {
  WireWriter out;
  out.integer(static_cast<std::uint8_t>(record.kind));
  out.integer(record.time_unix_ms);
  out.bytes(record.salt);
  out.text(record.text);
  return out.take();
}

std::optional<Private> decode_private(ByteView plain) {
  WireReader in(plain);
  const auto kind = in.integer<std::uint8_t>();
  Private out;
  out.time_unix_ms = in.integer<std::int64_t>();
  in.into(out.salt);
  out.text = in.text();
  out.kind = static_cast<Private::Kind>(kind);
  const bool known = out.kind == Private::Kind::search || out.kind == Private::Kind::note;
  if (!in.finished() || !known || !is_time(out.time_unix_ms) || !fits(out.text)) return std::nullopt;
  return out;
}

Bytes encode(const Place& place) {
  WireWriter out;
  out.text(place.path);
  out.integer(place.line);
  out.integer(place.column);
  return out.take();
}

std::optional<Place> decode_place(ByteView plain) {
  WireReader in(plain);
  Place out;
  out.path = in.text();
  out.line = in.integer<std::uint64_t>();
  out.column = in.integer<std::uint64_t>();
  if (!in.finished() || !fits(out.path)) return std::nullopt;
  return out;
}

Result<Digest> term_commitment(const std::array<std::uint8_t, 16>& salt, const std::string& text) {
  Hasher hasher;
  const Digest out = hasher.digest({seal::as_bytes("spoor log term"), salt, seal::as_bytes(text)});
  if (hasher.failed())
    return seal::fail(SealErrorCode::io,
                      "The cryptographic library failed; check that libcrypto 3 is whole.");
  return out;
}

}  // namespace spoor::seal_log
