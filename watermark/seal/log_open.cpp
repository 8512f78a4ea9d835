#include "watermark/seal/log_open.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spoor::seal_log {
namespace {

tl::unexpected<seal::SealError> forged(const std::string& name, std::uint64_t entry) {
  return seal::fail(
      SealErrorCode::bad_signature,
      fmt::format("{} was not written by the room's log alone: from entry {} on the vendor's check "
                  "fails; keep it as evidence.",
                  seal::shown(name), entry));
}

tl::unexpected<seal::SealError> damaged_entry(const std::string& name, std::uint64_t index) {
  return seal::fail(SealErrorCode::damaged,
                    fmt::format("Entry {} of {} is damaged.", index, seal::shown(name)));
}

/// Follows the chain keys of a log as the vendor.
class VendorChain {
 public:
  VendorChain(const LogHeader& header, const Digest& log_id, const SecretKey& log_private, std::string name)
      : header_(header), log_id_(log_id), log_private_(log_private), name_(std::move(name)) {}

  /// Checks the group's MAC, and its run's link. Leaves the key of the group's entries. Errors: wrong_key,
  /// bad_signature, io.
  Result<SecretKey> enter(const Group& group, std::vector<std::uint32_t>& unlinked) {
    if (group.run) {
      if (auto begun = begin_run(group, unlinked); !begun) return tl::make_unexpected(begun.error());
    }
    const auto keys = group_keys(chain_);
    if (!keys) return tl::make_unexpected(keys.error());
    const ByteView before = group.signature_before ? ByteView(*group.signature_before) : ByteView();
    const auto mac = hmac_sha256(keys->mac, {group.chain_before, before, group.view.up_to_mac});
    if (!mac) return tl::make_unexpected(mac.error());
    if (!equal_in_constant_time(*mac, group.view.mac)) return forged(name_, group.first_entry);
    chain_ = keys->next;
    return keys->entries;
  }

 private:
  Result<void> begin_run(const Group& group, std::vector<std::uint32_t>& unlinked) {
    const RunEntry& run = *group.run;
    const auto chain = open_chain(run, log_id_, header_.log_key, log_private_);
    if (!chain) return tl::make_unexpected(with_words(chain.error()));
    chain_ = *chain;
    if (run.number == 0) {
      const auto carry = open_carry(header_, log_private_);
      if (!carry) return tl::make_unexpected(with_words(carry.error()));
      carry_ = *carry;
    }
    if (run.linked) {
      const auto link = link_of(run, carry_, group.chain_before);
      if (!link) return tl::make_unexpected(link.error());
      if (!equal_in_constant_time(*link, run.link)) return forged(name_, group.first_entry);
    } else {
      unlinked.push_back(run.number);
    }
    const auto next = next_carry(run.linked ? carry_ : chain_);
    if (!next) return tl::make_unexpected(next.error());
    carry_ = *next;
    return {};
  }
  [[nodiscard]] seal::SealError with_words(const seal::SealError& error) const {
    if (error.code != SealErrorCode::wrong_key) return error;
    return {SealErrorCode::wrong_key,
            fmt::format("{} is sealed to another vendor's log key; give the vault that issued the session.",
                        seal::shown(name_))};
  }

  const LogHeader& header_;
  const Digest& log_id_;
  const SecretKey& log_private_;
  std::string name_;
  SecretKey chain_;
  SecretKey carry_;
};

Result<SecretKey> reviewer_entry_key(const SealedEntry& entry, const PublicKey& reviewer_key,
                                     const SecretKey& reviewer_private) {
  return shared_key({reviewer_private, entry.ephemeral, entry.ephemeral, reviewer_key}, kReviewerPurpose);
}

/// Goes through a log with keys: for each entry that they open, its place and its key.
class KeyedWalk {
 public:
  using OnKey = std::function<Result<void>(const SealedEntry&, const EntryPlace&, const SecretKey&)>;

  KeyedWalk(LogWalk& walk, const ReadingKeys& keys, const std::string& name) : walk_(walk) {
    if (keys.log_private != nullptr) vendor_.emplace(walk.header(), walk.log_id(), *keys.log_private, name);
    if (keys.reviewer_private == nullptr) return;
    reviewer_private_ = keys.reviewer_private;
    if (const auto key = seal::agreement_public_key(*keys.reviewer_private)) reviewer_public_ = *key;
  }

  Result<void> group(const OnKey& on_key) {
    const Group& group = walk_.group();
    if (group.run) run_reviewer_ = group.run->reviewer_key;
    SecretKey entries;
    if (vendor_) {
      const auto entered = vendor_->enter(group, unlinked);
      if (!entered) return tl::make_unexpected(entered.error());
      entries = *entered;
    }
    for (std::size_t i = 0; i < group.view.entries.size(); ++i) {
      SealedEntry entry;
      if (split_entry(group.view.entries[i], entry) != EntryForm::sound) continue;  // the run
      const EntryPlace place{entry.audience, walk_.log_id(), group.first_entry + i};
      const auto key = key_of(entry, entries, place.index);
      if (!key) continue;
      if (!*key) return tl::make_unexpected(key->error());
      if (auto done = on_key(entry, place, **key); !done) return done;
    }
    return {};
  }

  std::vector<std::uint32_t> unlinked;

 private:
  std::optional<Result<SecretKey>> key_of(const SealedEntry& entry, const SecretKey& entries,
                                          std::uint64_t index) const {
    if (entry.audience == Audience::vendor && vendor_) return vendor_entry_key(entries, index);
    const bool own = reviewer_private_ != nullptr && run_reviewer_ == reviewer_public_;
    if (entry.audience == Audience::reviewer && own)
      return reviewer_entry_key(entry, run_reviewer_, *reviewer_private_);
    return std::nullopt;
  }

  LogWalk& walk_;
  std::optional<VendorChain> vendor_;
  const SecretKey* reviewer_private_ = nullptr;
  PublicKey reviewer_public_{};
  PublicKey run_reviewer_{};
};

Result<OpenedEntry> content_of(const SealedEntry& entry, const EntryPlace& place, const SecretKey& key,
                               const std::string& name) {
  const auto plain = open_entry(key, place, entry);
  if (!plain) return damaged_entry(name, place.index);
  OpenedEntry out{place.index, {}};
  if (place.audience == Audience::vendor) {
    auto record = decode_record(plain->view());
    if (!record) return damaged_entry(name, place.index);
    out.content = std::move(*record);
  } else {
    auto record = decode_private(plain->view());
    if (!record) return damaged_entry(name, place.index);
    out.content = std::move(*record);
  }
  return out;
}

}  // namespace

Result<Reading> read_log(LogBytes& bytes, const std::string& name, const std::vector<Head>& heads,
                         const ReadingKeys& keys, const OnEntry& on_entry) {
  // What anybody can check comes first: nothing is shown of a log that fails it.
  auto summary = verify_log(bytes, name, heads);
  if (!summary) return tl::make_unexpected(summary.error());
  auto walk = LogWalk::begin(bytes, name);
  if (!walk) return tl::make_unexpected(walk.error());
  KeyedWalk keyed(*walk, keys, name);
  const auto hand_out = [&](const SealedEntry& entry, const EntryPlace& place,
                            const SecretKey& key) -> Result<void> {
    const auto opened = content_of(entry, place, key, name);
    if (!opened) return tl::make_unexpected(opened.error());
    on_entry(*opened);
    return {};
  };
  while (true) {
    const auto more = walk->next();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    if (auto done = keyed.group(hand_out); !done) return tl::make_unexpected(done.error());
  }
  return Reading{std::move(*summary), std::move(keyed.unlinked)};
}

Result<std::vector<seal::Exposure>> read_exposures(LogBytes& bytes, const std::string& name,
                                                   const SecretKey& log_private) {
  std::vector<seal::Exposure> out;
  const auto reading = read_log(bytes, name, {}, {&log_private, nullptr}, [&](const OpenedEntry& entry) {
    const auto* record = std::get_if<Record>(&entry.content);
    const auto* shown = record == nullptr ? nullptr : std::get_if<Shown>(&record->event);
    if (shown == nullptr) return;
    out.push_back({"",
                   {},
                   shown->lines.path,
                   shown->lines.first,
                   shown->lines.last,
                   record->time_unix_ms,
                   shown->duration_ms});
  });
  if (!reading) return tl::make_unexpected(reading.error());
  for (seal::Exposure& exposure : out) {
    exposure.session = seal::session_id_text(reading->summary.header.session);
    exposure.archive_id = reading->summary.header.archive_id;
  }
  return out;
}

Result<SecretKey> disclose_entry(LogBytes& bytes, const std::string& name, const ReadingKeys& keys,
                                 std::uint64_t index) {
  auto walk = LogWalk::begin(bytes, name);
  if (!walk) return tl::make_unexpected(walk.error());
  KeyedWalk keyed(*walk, keys, name);
  std::optional<SecretKey> found;
  const auto look = [&](const SealedEntry& entry, const EntryPlace& place,
                        const SecretKey& key) -> Result<void> {
    if (place.index != index) return {};
    const auto opened = content_of(entry, place, key, name);
    if (!opened) return tl::make_unexpected(opened.error());
    found = key;
    return {};
  };
  while (!found) {
    const auto more = walk->next();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    if (auto done = keyed.group(look); !done) return tl::make_unexpected(done.error());
  }
  if (found) return *found;
  return seal::fail(SealErrorCode::not_found,
                    fmt::format("{} has no entry {} that this key opens; 'spoor log show' lists them.",
                                seal::shown(name), index));
}

}  // namespace spoor::seal_log
