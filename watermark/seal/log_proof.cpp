#include "watermark/seal/log_proof.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

namespace spoor::seal_log {
namespace {

constexpr std::string_view kProofLine = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::string_view kOld = "old ";
constexpr std::size_t kMostHashes = 2 * 64;  // of a tree of 2^64 leaves, in either kind of proof

tl::unexpected<seal::SealError> damaged(std::string_view name) {
  return seal::fail(
      SealErrorCode::damaged,
      fmt::format("{} is damaged or no proof; give it as it was handed out.", seal::shown(name)));
}
tl::unexpected<seal::SealError> disproved(std::string_view name) {
  return seal::fail(
      SealErrorCode::bad_signature,
      fmt::format("{} proves nothing: what it says is not what the room signed.", seal::shown(name)));
}

/// "KEY VALUE\n" at the beginning of the text, taken off it.
std::optional<std::string_view> take_field(std::string_view& rest, std::string_view key) {
  const std::size_t end = rest.find('\n');
  if (!rest.starts_with(key) || end == std::string_view::npos) return std::nullopt;
  const std::string_view value = rest.substr(key.size(), end - key.size());
  rest.remove_prefix(end + 1);
  return value;
}

std::optional<std::uint64_t> take_number(std::string_view& rest, std::string_view key) {
  const auto text = take_field(rest, key);
  std::uint64_t out = 0;
  if (!text) return std::nullopt;
  const char* end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, out);
  if (parsed.ec != std::errc() || parsed.ptr != end || *text != std::to_string(out)) return std::nullopt;
  return out;
}

/// Hashes up to and with the blank line.
std::optional<std::vector<Digest>> take_hashes(std::string_view& rest) {
  std::vector<Digest> out;
  while (out.size() <= kMostHashes) {
    const auto line = take_field(rest, "");
    if (!line) return std::nullopt;
    if (line->empty()) return out;
    Bytes bytes;
    if (!from_base64(*line, bytes) || bytes.size() != Digest{}.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), out.emplace_back().begin());
  }
  return std::nullopt;
}

/// What one pass over a log gathers for a proof.
struct Gathered {
  std::vector<Digest> path;
  Bytes stored;  ///< the entry at `index`
};
Result<Gathered> gather(LogBytes& bytes, const std::string& name, std::vector<LeafRange> ranges,
                        std::uint64_t index) {
  auto walk = LogWalk::begin(bytes, name);
  if (!walk) return tl::make_unexpected(walk.error());
  Gathered out;
  Hasher hasher;
  RangeRoots roots(std::move(ranges));
  while (true) {
    const auto more = walk->next();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    const auto& entries = walk->group().view.entries;
    for (const ByteView entry : entries) roots.add(hasher, leaf_hash(hasher, entry));
    const std::uint64_t first = walk->group().first_entry;
    if (index >= first && index - first < entries.size()) {
      const ByteView entry = entries[static_cast<std::size_t>(index - first)];
      out.stored.assign(entry.begin(), entry.end());
    }
  }
  out.path = roots.roots(hasher);
  if (hasher.failed())
    return seal::fail(SealErrorCode::io,
                      "The cryptographic library failed; check that libcrypto 3 is whole.");
  return out;
}

std::string hash_lines(const std::vector<Digest>& path) {
  std::string out;
  for (const Digest& hash : path) out += base64(hash) + "\n";
  return out + "\n";
}

Result<OpenedEntry> open_disclosed(const SecretKey& key, ByteView stored, const EntryPlace& place,
                                   std::string_view name) {
  SealedEntry entry;
  static_cast<void>(split_entry(stored, entry));  // the caller has looked at its form
  const auto plain = open_entry(key, place, entry);
  if (!plain)
    return seal::fail(SealErrorCode::wrong_key,
                      fmt::format("The key that {} discloses does not open its entry.", seal::shown(name)));
  OpenedEntry out{place.index, {}};
  if (place.audience == Audience::vendor) {
    auto record = decode_record(plain->view());
    if (!record) return damaged(name);
    out.content = std::move(*record);
  } else {
    auto record = decode_private(plain->view());
    if (!record) return damaged(name);
    out.content = std::move(*record);
  }
  return out;
}

}  // namespace

Result<std::string> prove_entry(LogBytes& bytes, const std::string& name, const ReadingKeys& keys,
                                std::uint64_t index) {
  const auto summary = verify_log(bytes, name, {});
  if (!summary) return tl::make_unexpected(summary.error());
  const auto key = disclose_entry(bytes, name, keys, index);
  if (!key) return tl::make_unexpected(key.error());
  const auto found = gather(bytes, name, inclusion_ranges(index, summary->head.head.entries), index);
  if (!found) return tl::make_unexpected(found.error());
  const auto note = encode_note(summary->head, summary->header.room_key);
  if (!note) return tl::make_unexpected(note.error());
  Bytes extra(key->begin(), key->end());
  extra.insert(extra.end(), found->stored.begin(), found->stored.end());
  return fmt::format("{}{}{}\n{}{}\n{}{}", kProofLine, kExtra, base64(extra), kIndex, index,
                     hash_lines(found->path), *note);
}

Result<ProvenEntry> open_entry_proof(std::string_view text, const PublicKey& room_key,
                                     std::string_view name) {
  std::string_view rest = text;
  if (text.size() > kMaxProofBytes || !rest.starts_with(kProofLine)) return damaged(name);
  rest.remove_prefix(kProofLine.size());
  const auto extra_text = take_field(rest, kExtra);
  const auto index = take_number(rest, kIndex);
  const auto path = take_hashes(rest);
  Bytes extra;
  SecretKey key;
  if (!extra_text || !index || !path || !from_base64(*extra_text, extra) || extra.size() <= key.size())
    return damaged(name);
  std::copy_n(extra.begin(), key.size(), key.begin());
  const ByteView stored = ByteView(extra).subspan(key.size());
  SealedEntry entry;
  if (split_entry(stored, entry) != EntryForm::sound || entry.audience == Audience::room)
    return damaged(name);
  auto head = open_note(rest, room_key, name);
  if (!head) return tl::make_unexpected(head.error());
  Hasher hasher;
  if (!inclusion_holds(hasher, leaf_hash(hasher, stored), *index, head->head.entries, *path, head->head.root))
    return disproved(name);
  auto opened = open_disclosed(key, stored, {entry.audience, head->head.log_id, *index}, name);
  if (!opened) return tl::make_unexpected(opened.error());
  return ProvenEntry{std::move(*head), std::move(*opened)};
}

Result<std::string> prove_growth(LogBytes& bytes, const std::string& name, const Head& old) {
  const auto summary = verify_log(bytes, name, {old});
  if (!summary) return tl::make_unexpected(summary.error());
  if (old.entries == 0)
    return seal::fail(SealErrorCode::usage, "The head is of an empty log: every log has grown from that.");
  const auto found =
      gather(bytes, name, consistency_ranges(old.entries, summary->head.head.entries), UINT64_MAX);
  if (!found) return tl::make_unexpected(found.error());
  const auto note = encode_note(summary->head, summary->header.room_key);
  if (!note) return tl::make_unexpected(note.error());
  return fmt::format("{}{}\n{}{}", kOld, old.entries, hash_lines(found->path), *note);
}

Result<SignedHead> open_growth_proof(std::string_view text, const Head& old, const PublicKey& room_key,
                                     std::string_view name) {
  std::string_view rest = text;
  if (text.size() > kMaxProofBytes) return damaged(name);
  const auto old_size = take_number(rest, kOld);
  const auto path = take_hashes(rest);
  if (!old_size || !path) return damaged(name);
  auto head = open_note(rest, room_key, name);
  if (!head) return head;
  if (head->head.log_id != old.log_id || *old_size != old.entries)
    return seal::fail(
        SealErrorCode::wrong_key,
        fmt::format("{} is about another head than the one that was given.", seal::shown(name)));
  Hasher hasher;
  if (!consistency_holds(hasher, old.entries, old.root, head->head.entries, head->head.root, *path))
    return disproved(name);
  return head;
}

bool is_growth_proof(std::string_view text) {
  return text.starts_with(kOld);
}

}  // namespace spoor::seal_log
