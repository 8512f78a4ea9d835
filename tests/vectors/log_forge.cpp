#include "tests/vectors/log_forge.hpp"

namespace spoor::vectors {

using namespace seal_log;
using seal::WireWriter;

namespace {

struct Ephemeral {
  SecretKey secret;
  PublicKey shown{};
};
Ephemeral ephemeral(seal_test::SeededRandom& random) {
  Ephemeral out;
  must(random.fill(out.secret));
  out.shown = log_test::public_of(out.secret);
  return out;
}

Bytes sealed_for(const Ephemeral& own, const PublicKey& lasting, std::string_view purpose, ByteView bound,
                 ByteView secret) {
  const SecretKey key = shared_key({own.secret, lasting, own.shown, lasting}, purpose).value();
  Bytes out(secret.size() + seal::kTagBytes);
  must(seal::gcm_seal(key, seal::Nonce{}, bound, secret, out));
  return out;
}

Signature signed_by_room(ByteView message) {
  return seal_test::vendor(9).sign(message).value();
}

}  // namespace

LogForge::LogForge(const ChangeHeader& change) {
  const LogIdentity identity = log_test::identity();
  header_.vendor_key = identity.vendor_key;
  header_.room_id = identity.room_id;
  header_.room_key = identity.room_key;
  header_.session = seal::session_id_bytes(identity.session).value();
  header_.archive_id = identity.archive_id;
  header_.begun_unix_s = log_test::kNow;
  header_.log_key = identity.log_key;
  if (change) change(header_);
  must(random_.fill(carry_));
  const Ephemeral own = ephemeral(random_);
  header_.ephemeral = own.shown;
  const Bytes carry = sealed_for(own, header_.log_key, kCarryPurpose, encode_for_carry(header_), carry_);
  std::copy(carry.begin(), carry.end(), header_.sealed_carry.begin());
  Bytes message = bytes_of(kHeaderContext);
  const Bytes covered = encode_for_signature(header_);
  message.insert(message.end(), covered.begin(), covered.end());
  header_.signature = signed_by_room(message);
  bytes_ = encode(header_);
  log_id_ = hasher_.digest({bytes_});
  chain_ = log_id_;
}

void LogForge::run(bool linked, const ChangeRun& change) {
  RunEntry run;
  run.number = runs_++;
  run.reviewer_key = log_test::public_of(log_test::reviewer_private());
  const Ephemeral own = ephemeral(random_);
  run.ephemeral = own.shown;
  must(random_.fill(chain_key_));
  const Bytes sealed =
      sealed_for(own, header_.log_key, kRunPurpose, bound_of_chain(run, log_id_), chain_key_);
  std::copy(sealed.begin(), sealed.end(), run.sealed_chain.begin());
  run.linked = linked;
  if (linked) run.link = link_of(run, carry_, chain_).value();
  carry_ = next_carry(linked ? carry_ : chain_key_).value();
  if (change) change(run);
  entries_.push_back(encode(run));
}

SecretKey LogForge::entry_key() const {
  return vendor_entry_key(group_keys(chain_key_).value().entries, index()).value();
}

Bytes LogForge::sealed(const Bytes& plain) const {
  return seal_entry(entry_key(), {Audience::vendor, log_id_, index()}, plain).value();
}

void LogForge::record(const Bytes& plain) {
  entries_.push_back(sealed(plain));
}

void LogForge::own(const Bytes& plain) {
  const Ephemeral once = ephemeral(random_);
  const PublicKey reviewer = log_test::public_of(log_test::reviewer_private());
  const SecretKey key = shared_key({once.secret, reviewer, once.shown, reviewer}, kReviewerPurpose).value();
  entries_.push_back(seal_entry(key, {Audience::reviewer, log_id_, index()}, plain, once.shown).value());
}

void LogForge::end_group(const GroupFault& fault) {
  WireWriter body;
  for (const Bytes& entry : entries_) {
    body.integer(static_cast<std::uint16_t>(entry.size()));
    body.bytes(entry);
    tree_.add(hasher_, leaf_hash(hasher_, entry));
  }
  WireWriter group;
  group.integer(static_cast<std::uint32_t>(static_cast<int>(body.size()) + fault.length_more));
  group.integer(static_cast<std::uint32_t>(static_cast<int>(entries_.size()) + fault.count_more));
  group.integer(fault.time_unix_s);
  group.bytes(body.view());
  const GroupKeys keys = group_keys(chain_key_).value();
  Digest mac = hmac_sha256(keys.mac, {chain_, signature_before_, group.view()}).value();
  if (fault.mac_wrong) mac[5] ^= 1U;
  group.bytes(mac);
  chain_ = hasher_.digest({chain_, signature_before_, group.view()});
  chain_key_ = keys.next;
  const Head head{log_test::kSession, log_id_, tree_.size(), tree_.root(hasher_), chain_, fault.time_unix_s};
  const Signature signature = signed_by_room(seal::as_bytes(head_text(head)));
  signature_before_.assign(signature.begin(), signature.end());
  group.bytes(signature);
  const Bytes whole = group.take();
  bytes_.insert(bytes_.end(), whole.begin(), whole.end());
  entries_.clear();
}

Bytes plain_record(std::uint64_t number) {
  return encode(log_test::shown_record(number));
}

}  // namespace spoor::vectors
