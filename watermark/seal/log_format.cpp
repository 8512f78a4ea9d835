#include "watermark/seal/log_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spoor::seal_log {
namespace {

using seal::WireReader;
using seal::WireWriter;

constexpr std::int64_t kLastUnixSecond = 253402300799;

bool is_time(std::int64_t unix_s) {
  return unix_s >= 0 && unix_s <= kLastUnixSecond;
}

tl::unexpected<seal::SealError> damaged(std::string_view name) {
  return seal::fail(
      SealErrorCode::damaged,
      fmt::format("{} is damaged or no log; take another copy from the room.", seal::shown(name)));
}

}  // namespace

Bytes encode_for_carry(const LogHeader& header) {
  WireWriter out;
  out.bytes(seal::as_bytes(kLogMagic));
  out.integer(kLogVersion);
  out.integer(std::uint16_t{0});
  out.bytes(header.vendor_key);
  out.bytes(header.room_id);
  out.bytes(header.room_key);
  out.bytes(header.session);
  out.bytes(header.archive_id);
  out.integer(header.begun_unix_s);
  out.bytes(header.log_key);
  out.bytes(header.ephemeral);
  return out.take();
}

Bytes encode_for_signature(const LogHeader& header) {
  Bytes out = encode_for_carry(header);
  out.insert(out.end(), header.sealed_carry.begin(), header.sealed_carry.end());
  return out;
}

Bytes encode(const LogHeader& header) {
  Bytes out = encode_for_signature(header);
  out.insert(out.end(), header.signature.begin(), header.signature.end());
  return out;
}

Result<LogHeader> decode_header(ByteView start, std::string_view name) {
  const ByteView magic = seal::as_bytes(kLogMagic);
  const std::size_t compared = std::min(start.size(), magic.size());
  if (!std::equal(magic.begin(), magic.begin() + static_cast<std::ptrdiff_t>(compared), start.begin()) ||
      start.size() < kHeaderBytes)
    return damaged(name);
  WireReader in(start.first(kHeaderBytes));
  in.bytes(magic.size());
  const auto version = in.integer<std::uint16_t>();
  const auto flags = in.integer<std::uint16_t>();
  if (version != kLogVersion || flags != 0)
    return seal::fail(SealErrorCode::unsupported,
                      fmt::format("{} is a log of another version; use a newer Spoor.", seal::shown(name)));
  LogHeader out;
  in.into(out.vendor_key);
  in.into(out.room_id);
  in.into(out.room_key);
  in.into(out.session);
  in.into(out.archive_id);
  out.begun_unix_s = in.integer<std::int64_t>();
  in.into(out.log_key);
  in.into(out.ephemeral);
  in.into(out.sealed_carry);
  in.into(out.signature);
  if (!is_time(out.begun_unix_s)) return damaged(name);
  Bytes message(kHeaderContext.begin(), kHeaderContext.end());
  const ByteView covered = start.first(kHeaderBytes - kSignatureBytes);
  message.insert(message.end(), covered.begin(), covered.end());
  if (!seal::ed25519_holds(out.room_key, message, out.signature))
    return seal::fail(
        SealErrorCode::bad_signature,
        fmt::format("The room's signature of {} does not hold: its header was altered; keep it as "
                    "evidence and take another copy from the room.",
                    seal::shown(name)));
  return out;
}

GroupEnd split_group(ByteView rest, GroupView& out) {
  if (rest.size() < kGroupStartBytes) return GroupEnd::unfinished;
  WireReader start(rest);
  const auto length = start.integer<std::uint32_t>();
  const auto count = start.integer<std::uint32_t>();
  out.time_unix_s = start.integer<std::int64_t>();
  if (length < 1 || length > kMaxGroupEntriesBytes || count < 1 || count > kMaxGroupEntries ||
      !is_time(out.time_unix_s))
    return GroupEnd::malformed;
  out.size_bytes = kGroupStartBytes + length + kMacBytes + kSignatureBytes;
  if (rest.size() < out.size_bytes) return GroupEnd::unfinished;
  out.up_to_mac = rest.first(kGroupStartBytes + length);
  WireReader in(rest.subspan(kGroupStartBytes, length));
  out.entries.clear();
  for (std::uint32_t i = 0; i < count; ++i) {
    out.entries.push_back(in.bytes(in.integer<std::uint16_t>()));
    if (out.entries.back().empty()) return GroupEnd::malformed;
  }
  if (!in.finished()) return GroupEnd::malformed;
  WireReader end(rest.subspan(out.up_to_mac.size(), kMacBytes + kSignatureBytes));
  end.into(out.mac);
  end.into(out.signature);
  return GroupEnd::whole;
}

Bytes encode_for_chain(const RunEntry& run) {
  WireWriter out;
  out.integer(static_cast<std::uint8_t>(Audience::run));
  out.integer(run.number);
  out.bytes(run.reviewer_key);
  out.bytes(run.ephemeral);
  return out.take();
}

Bytes encode_for_link(const RunEntry& run) {
  Bytes out = encode_for_chain(run);
  out.insert(out.end(), run.sealed_chain.begin(), run.sealed_chain.end());
  out.push_back(run.linked ? 1 : 0);
  return out;
}

Bytes encode(const RunEntry& run) {
  Bytes out = encode_for_link(run);
  out.insert(out.end(), run.link.begin(), run.link.end());
  return out;
}

bool decode_run(ByteView stored, RunEntry& out) {
  WireReader in(stored);
  const auto audience = in.integer<std::uint8_t>();
  out.number = in.integer<std::uint32_t>();
  in.into(out.reviewer_key);
  in.into(out.ephemeral);
  in.into(out.sealed_chain);
  const auto linked = in.integer<std::uint8_t>();
  in.into(out.link);
  out.linked = linked == 1;
  return in.finished() && audience == static_cast<std::uint8_t>(Audience::run) && linked <= 1 &&
         (out.linked || out.link == Digest{});
}

EntryForm split_entry(ByteView stored, SealedEntry& out) {
  WireReader in(stored);
  const auto audience = in.integer<std::uint8_t>();
  out.audience = static_cast<Audience>(audience);
  if (audience > static_cast<std::uint8_t>(Audience::room)) return EntryForm::unsupported;
  if (out.audience == Audience::run) return EntryForm::damaged;
  in.into(out.commitment);
  out.ephemeral = {};
  if (out.audience == Audience::reviewer) in.into(out.ephemeral);
  out.sealed = in.bytes(in.rest_bytes());
  const bool fits =
      out.sealed.size() >= seal::kTagBytes && out.sealed.size() <= kMaxPlainBytes + seal::kTagBytes;
  return !in.failed() && fits ? EntryForm::sound : EntryForm::damaged;
}

}  // namespace spoor::seal_log
