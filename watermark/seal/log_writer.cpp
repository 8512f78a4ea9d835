#include "watermark/seal/log_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spoor::seal_log {
namespace {

using seal::fail;
using seal::WireWriter;

Result<void> fill(seal::RandomFill& random, std::span<std::uint8_t> out) {
  return random(out);
}

/// A new X25519 key that is used once.
struct Ephemeral {
  SecretKey secret;
  PublicKey shown{};
};
Result<Ephemeral> new_ephemeral(seal::RandomFill& random) {
  Ephemeral out;
  if (auto filled = fill(random, out.secret); !filled) return tl::make_unexpected(filled.error());
  const auto shown = seal::agreement_public_key(out.secret);
  if (!shown) return tl::make_unexpected(shown.error());
  out.shown = *shown;
  return out;
}

Result<Bytes> sealed_for(const Ephemeral& ephemeral, const PublicKey& lasting, std::string_view purpose,
                         ByteView bound, ByteView secret) {
  const auto key = shared_key({ephemeral.secret, lasting, ephemeral.shown, lasting}, purpose);
  if (!key) return tl::make_unexpected(key.error());
  Bytes out(secret.size() + seal::kTagBytes);
  if (auto sealed = seal::gcm_seal(*key, seal::Nonce{}, bound, secret, out); !sealed)
    return tl::make_unexpected(sealed.error());
  return out;
}

}  // namespace

LogWriter::~LogWriter() = default;

Result<void> LogWriter::begin_run(Bytes& stored) {
  RunEntry run;
  run.number = state_.runs;
  run.reviewer_key = keys_.reviewer_key;
  const auto ephemeral = new_ephemeral(keys_.random);
  if (!ephemeral) return tl::make_unexpected(ephemeral.error());
  run.ephemeral = ephemeral->shown;
  if (auto filled = fill(keys_.random, chain_); !filled) return filled;
  const auto sealed =
      sealed_for(*ephemeral, header_.log_key, kRunPurpose, bound_of_chain(run, log_id_), chain_);
  if (!sealed) return tl::make_unexpected(sealed.error());
  std::copy(sealed->begin(), sealed->end(), run.sealed_chain.begin());
  run.linked = carry_.has_value();
  if (run.linked) {
    const auto link = link_of(run, *carry_, state_.chain);
    if (!link) return tl::make_unexpected(link.error());
    run.link = *link;
  }
  const auto next = next_carry(run.linked ? *carry_ : chain_);
  if (!next) return tl::make_unexpected(next.error());
  carry_ = *next;
  stored = encode(run);
  return {};
}

Result<Bytes> LogWriter::seal_item(const Item& item, const GroupKeys& keys, std::uint64_t index) {
  if (const auto* place = std::get_if<Place>(&item)) {
    const auto key = room_entry_key(keys_.update_key, log_id_, index);
    if (!key) return tl::make_unexpected(key.error());
    return seal_entry(*key, {Audience::room, log_id_, index}, encode(*place));
  }
  if (const auto* record = std::get_if<Record>(&item)) {
    const auto key = vendor_entry_key(keys.entries, index);
    if (!key) return tl::make_unexpected(key.error());
    return seal_entry(*key, {Audience::vendor, log_id_, index}, encode(*record));
  }
  const auto ephemeral = new_ephemeral(keys_.random);
  if (!ephemeral) return tl::make_unexpected(ephemeral.error());
  const auto key = shared_key({ephemeral->secret, keys_.reviewer_key, ephemeral->shown, keys_.reviewer_key},
                              kReviewerPurpose);
  if (!key) return tl::make_unexpected(key.error());
  return seal_entry(*key, {Audience::reviewer, log_id_, index}, encode(std::get<Private>(item)),
                    ephemeral->shown);
}

/// Bytes of a group, signed, and the state of the log behind it.
Result<Bytes> LogWriter::finish_group(const std::vector<Bytes>& entries, const GroupKeys& keys,
                                      LogState& after) {
  WireWriter body;
  for (const Bytes& entry : entries) {
    body.integer(static_cast<std::uint16_t>(entry.size()));
    body.bytes(entry);
    after.tree.add(hasher_, leaf_hash(hasher_, entry));
  }
  WireWriter group;
  group.integer(static_cast<std::uint32_t>(body.size()));
  group.integer(static_cast<std::uint32_t>(entries.size()));
  group.integer(after.time_unix_s);
  group.bytes(body.view());
  const ByteView before = state_.signature ? ByteView(*state_.signature) : ByteView();
  const auto mac = hmac_sha256(keys.mac, {state_.chain, before, group.view()});
  if (!mac) return tl::make_unexpected(mac.error());
  group.bytes(*mac);
  after.chain = hasher_.digest({state_.chain, before, group.view()});
  ++after.groups;
  after.entries += entries.size();
  after.end_bytes += group.size() + kSignatureBytes;
  if (!running_) ++after.runs;
  const Digest root = after.tree.root(hasher_);
  if (hasher_.failed())
    return fail(SealErrorCode::io, "The cryptographic library failed; check that libcrypto 3 is whole.");
  const Head head{
      seal::session_id_text(header_.session), log_id_, after.entries, root, after.chain, after.time_unix_s};
  const auto signature = keys_.sign(seal::as_bytes(head_text(head)));
  if (!signature) return tl::make_unexpected(signature.error());
  after.signature = *signature;
  group.bytes(*signature);
  return group.take();
}

Result<void> LogWriter::commit_group(std::span<const Item> items, std::size_t& taken,
                                     std::int64_t now_unix_s) {
  std::vector<Bytes> entries;
  if (!running_) {
    if (auto begun = begin_run(entries.emplace_back()); !begun) return begun;
  }
  const auto keys = group_keys(chain_);
  if (!keys) return tl::make_unexpected(keys.error());
  std::size_t size_bytes = entries.empty() ? 0 : kRunEntryBytes + 2;
  for (taken = 0; taken < items.size() && entries.size() < kMaxGroupEntries; ++taken) {
    if (std::holds_alternative<Private>(items[taken]) && !has_reviewer_key()) continue;
    auto stored = seal_item(items[taken], *keys, state_.entries + entries.size());
    if (!stored) return tl::make_unexpected(stored.error());
    if (size_bytes + stored->size() + 2 > kMaxGroupEntriesBytes) break;
    size_bytes += stored->size() + 2;
    entries.push_back(std::move(*stored));
  }
  if (entries.empty()) return {};
  LogState after = state_;
  after.time_unix_s = std::max<std::int64_t>(now_unix_s, 0);
  const auto group = finish_group(entries, *keys, after);
  if (!group) return tl::make_unexpected(group.error());
  if (auto put = file_->append(*group); !put) return put;
  if (auto durable = file_->sync(); !durable) return durable;
  state_ = std::move(after);
  chain_ = keys->next;
  if (!running_) {
    running_ = true;
    return store_carry();
  }
  return {};
}

Result<void> LogWriter::commit(std::span<const Item> items, std::int64_t now_unix_s) {
  if (broken_) return fail(SealErrorCode::io, "The log could not be written before; open the session again.");
  while (!items.empty()) {
    std::size_t taken = 0;
    if (auto done = commit_group(items, taken, now_unix_s); !done) {
      broken_ = true;
      // What was written in part says nothing; where it cannot be cut off, the next opening does it.
      static_cast<void>(file_->cut(state_.end_bytes));
      return done;
    }
    items = items.subspan(taken);
  }
  return {};
}

Result<std::string> LogWriter::note() {
  if (!state_.signature)
    return fail(SealErrorCode::usage, "The log is empty: there is no head to hand out yet.");
  const Head head{seal::session_id_text(header_.session),
                  log_id_,
                  state_.entries,
                  state_.tree.root(hasher_),
                  state_.chain,
                  state_.time_unix_s};
  return encode_note({head, *state_.signature}, header_.room_key);
}

}  // namespace spoor::seal_log
