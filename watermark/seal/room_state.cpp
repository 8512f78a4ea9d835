#include "watermark/seal/room_state.hpp"

#include <algorithm>
#include <tuple>

#include "watermark/seal/revocation.hpp"

namespace spoor::seal {
namespace {

constexpr std::string_view kMagic = "SPOORRMS";
constexpr std::size_t kBoundBytes = 44;
constexpr std::size_t kVendorBytesV1 = 32 + 8 + 8 + 32;
constexpr std::size_t kVendorBytes = kVendorBytesV1 + 32 + 8 + 8;
constexpr std::size_t kSessionBytes = 6 + 32 + 8 + 4 + 8 + 32 + 4 + 4;  // without prints
constexpr std::size_t kPrintBytes = 4 + 4 + 8 + 8 + 8 + 1 + 2;          // without the path

auto order(const VendorMemory& entry) {
  return entry.key;
}
auto order(const SessionMemory& entry) {
  return std::tuple(entry.id, entry.vendor_key);
}

template <typename T>
bool rises(const std::vector<T>& entries) {
  return std::adjacent_find(entries.begin(), entries.end(), [](const T& one, const T& other) {
           return order(one) >= order(other);
         }) == entries.end();
}

template <typename T>
typename std::vector<T>::iterator place_of(std::vector<T>& entries, const T& wanted) {
  return std::lower_bound(entries.begin(), entries.end(), wanted,
                          [](const T& one, const T& other) { return order(one) < order(other); });
}

template <typename T>
T& entry_of(std::vector<T>& entries, const T& wanted) {
  auto at = place_of(entries, wanted);
  if (at == entries.end() || order(*at) != order(wanted)) at = entries.insert(at, wanted);
  return *at;
}

SessionMemory blank(const Session& session) {
  SessionMemory out;
  out.id = session_id_bytes(session.id).value_or(SessionIdBytes{});
  out.vendor_key = session.vendor_key;
  return out;
}

Result<SecretKey> body_key(const RoomId& room, const SecretKey& state_key) {
  return derive_key(state_key, room, "spoor room state");
}

tl::unexpected<SealError> altered() {
  return fail(SealErrorCode::damaged,
              "The room's state was altered or is another room's; have the vendor make the room anew.");
}

void write_prints(WireWriter& out, const SessionMemory& session) {
  out.integer(session.next_serial);
  out.integer(static_cast<std::uint32_t>(session.prints.size()));
  for (const PrintMemory& print : session.prints) {
    out.integer(print.serial);
    out.integer(print.pages);
    out.integer(print.first_line);
    out.integer(print.last_line);
    out.integer(print.granted_unix_s);
    out.integer(print.written ? std::uint8_t{1} : std::uint8_t{0});
    out.text(print.path);
  }
}

void read_prints(WireReader& reader, SessionMemory& session) {
  session.next_serial = reader.integer<std::uint32_t>();
  session.prints.resize(reader.count(kPrintBytes));
  for (PrintMemory& print : session.prints) {
    print.serial = reader.integer<std::uint32_t>();
    print.pages = reader.integer<std::uint32_t>();
    print.first_line = reader.integer<std::uint64_t>();
    print.last_line = reader.integer<std::uint64_t>();
    print.granted_unix_s = reader.integer<std::int64_t>();
    const auto written = reader.integer<std::uint8_t>();
    if (written > 1) reader.fail();
    print.written = written == 1;
    print.path = reader.text();
  }
}

bool dated(std::int64_t time) {
  return time >= 0 && time <= kLastUnixSecond;
}

/// Whether the pages are numbered without overlap, and counted.
bool prints_hold(const SessionMemory& session) {
  std::uint64_t next = 1;
  std::uint64_t pages = 0;
  for (const PrintMemory& print : session.prints) {
    const bool sound = print.serial >= next && print.pages > 0 && print.first_line > 0 &&
                       print.first_line <= print.last_line && dated(print.granted_unix_s) &&
                       !print.path.empty() && print.path.size() <= kMaxPrintPathBytes;
    if (!sound) return false;
    next = std::uint64_t{print.serial} + print.pages;
    pages += print.pages;
  }
  return session.prints.size() <= kMaxPrints && next <= session.next_serial && pages == session.pages_printed;
}

void write_entries(WireWriter& out, const RoomState& state) {
  out.integer(static_cast<std::uint32_t>(state.vendors.size()));
  for (const VendorMemory& vendor : state.vendors) {
    out.bytes(vendor.key);
    out.integer(vendor.list_number);
    out.integer(vendor.list_issued_unix_s);
    out.bytes(vendor.list_sha256);
    out.bytes(vendor.successor);
    out.integer(vendor.succeeded_unix_s);
    out.integer(vendor.sessions_until_unix_s);
  }
  out.integer(static_cast<std::uint32_t>(state.sessions.size()));
  for (const SessionMemory& session : state.sessions) {
    out.bytes(session.id);
    out.bytes(session.vendor_key);
    out.integer(session.expires_unix_s);
    out.integer(session.openings);
    out.integer(session.update_number);
    out.bytes(session.update_sha256);
    out.integer(session.pages_printed);
    out.integer(session.note_chars);
    write_prints(out, session);
  }
}

void read_entries(WireReader& reader, RoomState& out, std::uint16_t version) {
  out.vendors.resize(reader.count(version == 1 ? kVendorBytesV1 : kVendorBytes));
  for (VendorMemory& vendor : out.vendors) {
    reader.into(vendor.key);
    vendor.list_number = reader.integer<std::uint64_t>();
    vendor.list_issued_unix_s = reader.integer<std::int64_t>();
    reader.into(vendor.list_sha256);
    if (version == 1) continue;
    reader.into(vendor.successor);
    vendor.succeeded_unix_s = reader.integer<std::int64_t>();
    vendor.sessions_until_unix_s = reader.integer<std::int64_t>();
  }
  out.sessions.resize(reader.count(kSessionBytes));
  for (SessionMemory& session : out.sessions) {
    reader.into(session.id);
    reader.into(session.vendor_key);
    session.expires_unix_s = reader.integer<std::int64_t>();
    session.openings = reader.integer<std::uint32_t>();
    session.update_number = reader.integer<std::uint64_t>();
    reader.into(session.update_sha256);
    session.pages_printed = reader.integer<std::uint32_t>();
    session.note_chars = reader.integer<std::uint32_t>();
    if (version > 1) read_prints(reader, session);
  }
}

/// A line of keys has an end, and times belong to a successor.
bool is_sound(const VendorMemory& vendor, const RoomState& state) {
  const bool times_hold = dated(vendor.list_issued_unix_s) && dated(vendor.succeeded_unix_s) &&
                          dated(vendor.sessions_until_unix_s);
  if (!vendor.is_succeeded())
    return times_hold && vendor.succeeded_unix_s == 0 && vendor.sessions_until_unix_s == 0;
  return times_hold && state.vendor(vendor.successor) != nullptr &&
         !state.leads_to(vendor.successor, vendor.key) && vendor.successor != vendor.key;
}

}  // namespace

VendorPublicKey RoomState::newest_key(const VendorPublicKey& key) const {
  VendorPublicKey out = key;
  // No line is longer than there are keys, whatever stands in it.
  for (std::size_t i = 0; i < vendors.size(); ++i) {
    const VendorMemory* entry = vendor(out);
    if (entry == nullptr || !entry->is_succeeded()) break;
    out = entry->successor;
  }
  return out;
}

bool RoomState::leads_to(const VendorPublicKey& key, const VendorPublicKey& later) const {
  const VendorMemory* entry = vendor(key);
  for (std::size_t i = 0; i < vendors.size() && entry != nullptr && entry->is_succeeded(); ++i) {
    if (entry->successor == later) return true;
    entry = vendor(entry->successor);
  }
  return false;
}

const VendorMemory* RoomState::vendor(const VendorPublicKey& key) const {
  const auto found =
      std::find_if(vendors.begin(), vendors.end(), [&](const auto& v) { return v.key == key; });
  return found == vendors.end() ? nullptr : &*found;
}

VendorMemory& RoomState::vendor_entry(const VendorPublicKey& key) {
  VendorMemory wanted;
  wanted.key = key;
  return entry_of(vendors, wanted);
}

const SessionMemory* RoomState::session(const Session& session) const {
  const SessionMemory wanted = blank(session);
  const auto found = std::find_if(sessions.begin(), sessions.end(),
                                  [&](const auto& entry) { return order(entry) == order(wanted); });
  return found == sessions.end() ? nullptr : &*found;
}

SessionMemory& RoomState::session_entry(const Session& session) {
  return entry_of(sessions, blank(session));
}

Bytes encode_state(const RoomState& state) {
  WireWriter out;
  out.integer(state.writes);
  out.integer(state.clock_unix_s);
  out.integer(state.pins_vendors ? std::uint8_t{1} : std::uint8_t{0});
  write_entries(out, state);
  return out.take();
}

bool decode_state(ByteView body, RoomState& out, std::uint16_t version) {
  WireReader reader(body);
  out.writes = reader.integer<std::uint64_t>();
  out.clock_unix_s = reader.integer<std::int64_t>();
  const auto flags = reader.integer<std::uint8_t>();
  out.pins_vendors = flags == 1;
  read_entries(reader, out, version);
  return reader.finished() && flags <= 1 && dated(out.clock_unix_s) && rises(out.vendors) &&
         rises(out.sessions) &&
         std::all_of(out.vendors.begin(), out.vendors.end(),
                     [&](const auto& vendor) { return is_sound(vendor, out); }) &&
         std::all_of(out.sessions.begin(), out.sessions.end(), [](const SessionMemory& session) {
           return dated(session.expires_unix_s) && prints_hold(session);
         });
}

Result<Bytes> seal_state(const RoomState& state, const RoomId& room, const SecretKey& state_key,
                         const RandomFill& random) {
  const auto key = body_key(room, state_key);
  if (!key) return tl::make_unexpected(key.error());
  WireWriter out;
  out.bytes(as_bytes(kMagic));
  out.integer(kStateVersion);
  out.integer(std::uint16_t{0});
  out.bytes(room);
  Nonce nonce{};
  if (auto filled = random(nonce); !filled) return tl::make_unexpected(filled.error());
  const Bytes body = encode_state(state);
  Bytes sealed(body.size() + kTagBytes);
  if (auto done = gcm_seal(*key, nonce, out.view(), body, sealed); !done)
    return tl::make_unexpected(done.error());
  out.bytes(nonce);
  out.bytes(sealed);
  return out.take();
}

Result<RoomState> open_state(ByteView file, const RoomId& room, const SecretKey& state_key) {
  WireReader reader(file);
  const ByteView magic = reader.bytes(kMagic.size());
  const ByteView wanted = as_bytes(kMagic);
  if (!std::equal(magic.begin(), magic.end(), wanted.begin(), wanted.end())) return altered();
  const auto version = reader.integer<std::uint16_t>();
  const auto flags = reader.integer<std::uint16_t>();
  if (reader.failed()) return altered();
  if (version == 0 || version > kStateVersion || flags != 0) {
    return fail(SealErrorCode::unsupported,
                "The room's state is of a version that this program does not know; use a newer one.");
  }
  RoomId named{};
  Nonce nonce{};
  reader.into(named);
  reader.into(nonce);
  if (reader.failed() || named != room || reader.rest_bytes() < kTagBytes) return altered();
  const auto key = body_key(room, state_key);
  if (!key) return tl::make_unexpected(key.error());
  SecretBytes body(reader.rest_bytes() - kTagBytes);
  RoomState out;
  const auto opened =
      gcm_open(*key, nonce, file.first(kBoundBytes), reader.bytes(reader.rest_bytes()), body.span());
  if (!opened || !decode_state(body.view(), out, version)) return altered();
  return out;
}

}  // namespace spoor::seal
