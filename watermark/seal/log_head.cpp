#include "watermark/seal/log_head.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "watermark/seal/revocation.hpp"

namespace spoor::seal_log {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a blank, as a signed note has it
constexpr std::uint8_t kEd25519 = 1;                 // C2SP's number of the signature's kind
constexpr std::int64_t kLastUnixSecond = 253402300799;

tl::unexpected<seal::SealError> damaged(std::string_view name) {
  return seal::fail(
      SealErrorCode::damaged,
      fmt::format("{} holds no head of a log; give it whole, as it was handed out.", seal::shown(name)));
}

std::string base64url(ByteView bytes) {
  std::string out = base64(bytes);
  std::replace(out.begin(), out.end(), '+', '-');
  std::replace(out.begin(), out.end(), '/', '_');
  while (!out.empty() && out.back() == '=') out.pop_back();
  return out;
}

Result<std::array<std::uint8_t, 4>> key_hash(std::string_view origin, const PublicKey& room_key) {
  Bytes input(origin.begin(), origin.end());
  input.push_back('\n');
  input.push_back(kEd25519);
  input.insert(input.end(), room_key.begin(), room_key.end());
  const auto digest = seal::sha256(input);
  if (!digest) return tl::make_unexpected(digest.error());
  return std::array<std::uint8_t, 4>{(*digest)[0], (*digest)[1], (*digest)[2], (*digest)[3]};
}

/// The text up to a line end, which is taken off, too. None: there is no line end.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

bool take_start(std::string_view& text, std::string_view start) {
  if (text.substr(0, start.size()) != start) return false;
  text.remove_prefix(start.size());
  return true;
}

template <typename T>
bool read_number(std::string_view text, T& out) {
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, out);
  return parsed.ec == std::errc() && parsed.ptr == end && text == std::to_string(out);
}

bool read_digest(std::string_view text, Digest& out) {
  Bytes bytes;
  if (!from_base64(text, bytes) || bytes.size() != out.size()) return false;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return true;
}

bool read_origin(std::string_view line, Head& head) {
  constexpr std::size_t kIdDigits = 14;
  if (!take_start(line, kOriginStart) || line.size() < kIdDigits + 1) return false;
  head.session = line.substr(0, kIdDigits);
  if (!seal::session_id_bytes(head.session) || line[kIdDigits] != '/') return false;
  std::string id(line.substr(kIdDigits + 1));
  if (id.find_first_of("+/=") != std::string::npos) return false;
  std::replace(id.begin(), id.end(), '-', '+');
  std::replace(id.begin(), id.end(), '_', '/');
  return read_digest(id + "=", head.log_id);
}

bool read_text(std::string_view& rest, Head& head) {
  const auto origin = take_line(rest);
  if (!origin || !read_origin(*origin, head)) return false;
  const auto size = take_line(rest);
  const auto root = take_line(rest);
  auto chain = take_line(rest);
  auto time = take_line(rest);
  return size && root && chain && time && read_number(*size, head.entries) && read_digest(*root, head.root) &&
         take_start(*chain, "chain ") && read_digest(*chain, head.chain) && take_start(*time, "time ") &&
         read_number(*time, head.time_unix_s) && head.time_unix_s >= 0 && head.time_unix_s <= kLastUnixSecond;
}

}  // namespace

std::string base64(ByteView bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // OpenSSL ends it with a NUL
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(), static_cast<int>(bytes.size()));
  out.pop_back();
  return out;
}

bool from_base64(std::string_view text, Bytes& out) {
  if (text.size() % 4 != 0 || text.size() > kMaxNoteBytes * 64) return false;
  out.assign(text.size() / 4 * 3, 0);
  const int size = EVP_DecodeBlock(out.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return false;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  if (static_cast<std::size_t>(size) < padding) return false;
  out.resize(static_cast<std::size_t>(size) - padding);
  return base64(out) == text;
}

std::string origin_of(const Head& head) {
  return fmt::format("{}{}/{}", kOriginStart, head.session, base64url(head.log_id));
}

std::string head_text(const Head& head) {
  return fmt::format("{}\n{}\n{}\nchain {}\ntime {}\n", origin_of(head), head.entries, base64(head.root),
                     base64(head.chain), head.time_unix_s);
}

Result<std::string> encode_note(const SignedHead& head, const PublicKey& room_key) {
  const std::string origin = origin_of(head.head);
  const auto hash = key_hash(origin, room_key);
  if (!hash) return tl::make_unexpected(hash.error());
  Bytes line(hash->begin(), hash->end());
  line.insert(line.end(), head.signature.begin(), head.signature.end());
  return fmt::format("{}\n{}{} {}\n", head_text(head.head), kDash, origin, base64(line));
}

Result<SignedHead> open_note(std::string_view note, const PublicKey& room_key, std::string_view name) {
  SignedHead out;
  std::string_view rest = note;
  if (note.size() > kMaxNoteBytes || !read_text(rest, out.head)) return damaged(name);
  const auto blank = take_line(rest);
  auto line = take_line(rest);
  const std::string origin = origin_of(out.head);
  Bytes signature;
  if (!blank || !blank->empty() || !line || !rest.empty() || !take_start(*line, kDash) ||
      !take_start(*line, origin) || !take_start(*line, " ") || !from_base64(*line, signature))
    return damaged(name);
  const auto hash = key_hash(origin, room_key);
  if (!hash) return tl::make_unexpected(hash.error());
  if (signature.size() != hash->size() + out.signature.size()) return damaged(name);
  if (!std::equal(hash->begin(), hash->end(), signature.begin()))
    return seal::fail(
        SealErrorCode::wrong_key,
        fmt::format("{} is a head of another room's log; give that room's room.pub.", seal::shown(name)));
  std::copy(signature.begin() + static_cast<std::ptrdiff_t>(hash->size()), signature.end(),
            out.signature.begin());
  if (!seal::ed25519_holds(room_key, seal::as_bytes(head_text(out.head)), out.signature))
    return seal::fail(
        SealErrorCode::bad_signature,
        fmt::format("The room's signature of {} does not hold: it was altered or made up; keep it as "
                    "evidence and ask for another copy.",
                    seal::shown(name)));
  return out;
}

std::string_view note_within(std::string_view text) {
  const std::string start = fmt::format("\n{}", kOriginStart);
  const std::string end = fmt::format("\n{}{}", kDash, kOriginStart);
  const std::size_t found = text.find(start);
  const std::size_t first = text.starts_with(kOriginStart)    ? 0
                            : found == std::string_view::npos ? text.size()
                                                              : found + 1;
  const std::size_t last = text.find(end, first);
  if (last == std::string_view::npos) return {};
  const std::size_t line_end = text.find('\n', last + 1);
  return line_end == std::string_view::npos ? std::string_view() : text.substr(first, line_end + 1 - first);
}

}  // namespace spoor::seal_log
