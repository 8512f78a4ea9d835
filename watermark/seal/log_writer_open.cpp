// Opening a log to go on with it, or beginning one; what the room keeps beside it.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/log_writer.hpp"

namespace spoor::seal_log {
namespace {

namespace fs = std::filesystem;
using seal::fail;
using seal::WireReader;
using seal::WireWriter;

constexpr std::string_view kStateMagic = "SPOORCAR";
constexpr std::uint16_t kStateVersion = 1;
constexpr std::size_t kStateStartBytes = 8 + 2 + 2 + 12;
constexpr std::size_t kStatePlainBytes = 4 + 32;
constexpr std::size_t kStateBytes = kStateStartBytes + kStatePlainBytes + seal::kTagBytes;

Result<SecretKey> state_key(const SecretKey& update_key, const Digest& log_id) {
  return seal::derive_key(update_key, log_id, "spoor log state");
}

/// The carry of a run to come.
struct Carry {
  std::uint32_t run = 0;
  SecretKey key;
};

Result<Bytes> encode_state(const Carry& carry, const SecretKey& key, seal::RandomFill& random) {
  seal::Nonce nonce{};
  if (auto filled = random(nonce); !filled) return tl::make_unexpected(filled.error());
  WireWriter out;
  out.bytes(seal::as_bytes(kStateMagic));
  out.integer(kStateVersion);
  out.integer(std::uint16_t{0});
  out.bytes(nonce);
  WireWriter plain;
  plain.integer(carry.run);
  plain.bytes(carry.key);
  Bytes open = plain.take();
  Bytes sealed(open.size() + seal::kTagBytes);
  const auto done = seal::gcm_seal(key, nonce, out.view(), open, sealed);
  seal::wipe(open.data(), open.size());
  if (!done) return tl::make_unexpected(done.error());
  out.bytes(sealed);
  return out.take();
}

/// None: missing, damaged or another log's, which is all one: the run to come is not linked.
std::optional<Carry> decode_state(ByteView file, const SecretKey& key) {
  if (file.size() != kStateBytes) return std::nullopt;
  WireReader in(file.subspan(kStateMagic.size()));
  const bool known = in.integer<std::uint16_t>() == kStateVersion && in.integer<std::uint16_t>() == 0;
  seal::Nonce nonce{};
  in.into(nonce);
  seal::SecretBytes plain(kStatePlainBytes);
  if (!known ||
      !seal::gcm_open(key, nonce, file.first(kStateStartBytes), file.subspan(kStateStartBytes), plain.span()))
    return std::nullopt;
  WireReader fields(plain.view());
  Carry out;
  out.run = fields.integer<std::uint32_t>();
  fields.into(out.key);
  return out;
}

/// What a log held at the end of some group.
struct Snapshot {
  LogState state;
  bool last_run_linked = true;
  std::uint64_t place_index = 0;
  Bytes place;  ///< the last entry of the room's own, as stored; empty: there is none
};

void look_into(const Group& group, Snapshot& at) {
  if (group.run) at.last_run_linked = group.run->linked;
  for (std::size_t i = 0; i < group.view.entries.size(); ++i) {
    const ByteView entry = group.view.entries[i];
    if (entry.front() != static_cast<std::uint8_t>(Audience::room)) continue;
    at.place.assign(entry.begin(), entry.end());
    at.place_index = group.first_entry + i;
  }
}

tl::unexpected<seal::SealError> altered(const std::string& name) {
  return fail(
      SealErrorCode::damaged,
      fmt::format("The log {} is damaged, and not by a power cut: nothing is shown. Ask the room's officer "
                  "to keep it as evidence and to move it away.",
                  seal::shown(name)));
}

/// Where a log goes on: behind its last group, or, where a write was torn, behind the one before.
Result<Snapshot> mend(LogBytes& bytes, LogWalk& walk, const std::string& name) {
  Snapshot now{walk.state(), true, 0, {}};
  Snapshot before = now;
  while (true) {
    const auto more = walk.next();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    before = now;
    look_into(walk.group(), now);
    now.state = walk.state();
  }
  if (walk.tail() == Tail::unsupported)
    return fail(SealErrorCode::unsupported,
                fmt::format("The log {} is of a newer Spoor; use that one.", seal::shown(name)));
  auto holds = walk.signature_holds(now.state);
  if (!holds) return tl::make_unexpected(holds.error());
  if (!*holds) {
    now = std::move(before);
    holds = walk.signature_holds(now.state);
    if (!holds) return tl::make_unexpected(holds.error());
  }
  if (!*holds || bytes.size_bytes() - now.state.end_bytes > kMaxGroupBytes) return altered(name);
  return now;
}

Result<Bytes> sealed_carry(LogHeader& header, const SecretKey& carry, seal::RandomFill& random) {
  SecretKey secret;
  if (auto filled = random(secret); !filled) return tl::make_unexpected(filled.error());
  const auto shown = seal::agreement_public_key(secret);
  if (!shown) return tl::make_unexpected(shown.error());
  header.ephemeral = *shown;
  const auto key = shared_key({secret, header.log_key, header.ephemeral, header.log_key}, kCarryPurpose);
  if (!key) return tl::make_unexpected(key.error());
  Bytes out(kSealedKeyBytes);
  const auto sealed = seal::gcm_seal(*key, seal::Nonce{}, encode_for_carry(header), carry, out);
  if (!sealed) return tl::make_unexpected(sealed.error());
  return out;
}

bool is_of(const LogHeader& header, const LogIdentity& identity) {
  return header.vendor_key == identity.vendor_key && header.room_key == identity.room_key &&
         header.room_id == identity.room_id && header.archive_id == identity.archive_id &&
         header.log_key == identity.log_key && seal::session_id_text(header.session) == identity.session;
}

}  // namespace

fs::path LogWriter::log_path(const fs::path& directory, const std::string& session) {
  return directory / (session + ".splog");
}

Result<std::unique_ptr<LogWriter>> LogWriter::begin_new(const fs::path& path, const LogIdentity& identity,
                                                        WriterKeys keys, std::int64_t now_unix_s) {
  const auto session = seal::session_id_bytes(identity.session);
  if (!session) return fail(SealErrorCode::usage, "The session's name has no form that a log could bear.");
  LogHeader header;
  header.vendor_key = identity.vendor_key;
  header.room_id = identity.room_id;
  header.room_key = identity.room_key;
  header.session = *session;
  header.archive_id = identity.archive_id;
  header.begun_unix_s = std::max<std::int64_t>(now_unix_s, 0);
  header.log_key = identity.log_key;
  SecretKey carry;
  if (auto filled = keys.random(carry); !filled) return tl::make_unexpected(filled.error());
  const auto sealed = sealed_carry(header, carry, keys.random);
  if (!sealed) return tl::make_unexpected(sealed.error());
  std::copy(sealed->begin(), sealed->end(), header.sealed_carry.begin());
  Bytes message(kHeaderContext.begin(), kHeaderContext.end());
  const Bytes covered = encode_for_signature(header);
  message.insert(message.end(), covered.begin(), covered.end());
  const auto signature = keys.sign(message);
  if (!signature) return tl::make_unexpected(signature.error());
  header.signature = *signature;
  const Bytes file = encode(header);
  const auto log_id = seal::sha256(file);
  if (!log_id) return tl::make_unexpected(log_id.error());
  if (auto written = seal::write_file(path, file); !written) return tl::make_unexpected(written.error());
  std::unique_ptr<LogWriter> out(
      new LogWriter(header, *log_id, std::move(keys), fs::path(path).replace_extension(".splk")));
  auto opened = LogFile::open(path);
  if (!opened) return tl::make_unexpected(opened.error());
  out->file_.emplace(std::move(*opened));
  out->state_.end_bytes = kHeaderBytes;
  out->state_.chain = *log_id;
  out->state_.time_unix_s = header.begun_unix_s;
  out->carry_ = carry;
  return out;
}

Result<std::unique_ptr<LogWriter>> LogWriter::go_on(const fs::path& path, const LogIdentity& identity,
                                                    WriterKeys keys) {
  auto file = LogFile::open(path);  // first, so that nobody else writes to it while it is read
  if (!file) return tl::make_unexpected(file.error());
  auto bytes = FileLog::open(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const std::string name = path.native();
  auto walk = LogWalk::begin(*bytes, name);
  if (!walk) return tl::make_unexpected(walk.error());
  if (!is_of(walk->header(), identity))
    return fail(
        SealErrorCode::refused,
        fmt::format("The log {} is of another session, room or archive: ask the room's officer to move it "
                    "away.",
                    seal::shown(name)));
  const auto snapshot = mend(*bytes, *walk, name);
  if (!snapshot) return tl::make_unexpected(snapshot.error());
  std::unique_ptr<LogWriter> out(new LogWriter(walk->header(), walk->log_id(), std::move(keys),
                                               fs::path(path).replace_extension(".splk")));
  out->file_.emplace(std::move(*file));
  out->state_ = snapshot->state;
  out->mended_bytes_ = bytes->size_bytes() - snapshot->state.end_bytes;
  if (out->mended_bytes_ > 0) {
    if (auto cut = out->file_->cut(snapshot->state.end_bytes); !cut) return tl::make_unexpected(cut.error());
    if (auto durable = out->file_->sync(); !durable) return tl::make_unexpected(durable.error());
  }
  SealedEntry entry;
  if (!snapshot->place.empty() && split_entry(snapshot->place, entry) == EntryForm::sound) {
    const auto key = room_entry_key(out->keys_.update_key, out->log_id_, snapshot->place_index);
    if (!key) return tl::make_unexpected(key.error());
    const auto plain = open_entry(*key, {Audience::room, out->log_id_, snapshot->place_index}, entry);
    if (plain) out->place_ = decode_place(plain->view());
  }
  if (auto loaded = out->load_carry(snapshot->last_run_linked); !loaded)
    return tl::make_unexpected(loaded.error());
  return out;
}

Result<void> LogWriter::load_carry(bool last_run_linked) {
  const auto key = state_key(keys_.update_key, log_id_);
  if (!key) return tl::make_unexpected(key.error());
  const auto file = seal::read_small_file(state_path_, kStateBytes);
  if (!file) return {};
  auto carry = decode_state(*file, *key);
  if (!carry) return {};
  if (carry->run == state_.runs) carry_ = carry->key;
  // The program was killed between the run's first group and this file.
  if (carry->run + 1 == state_.runs && last_run_linked) {
    const auto next = next_carry(carry->key);
    if (!next) return tl::make_unexpected(next.error());
    carry_ = *next;
  }
  return {};
}

Result<void> LogWriter::store_carry() {
  const auto key = state_key(keys_.update_key, log_id_);
  if (!key) return tl::make_unexpected(key.error());
  const auto file = encode_state({state_.runs, *carry_}, *key, keys_.random);
  carry_.reset();
  if (!file) return tl::make_unexpected(file.error());
  return seal::write_file(state_path_, *file);
}

Result<std::unique_ptr<LogWriter>> LogWriter::open(const fs::path& directory, const LogIdentity& identity,
                                                   WriterKeys keys, std::int64_t now_unix_s) {
  const fs::path path = log_path(directory, identity.session);
  // Two viewers that begin the same log at once must not each have one.
  const seal::Descriptor lock(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock.valid() || ::flock(lock.get(), LOCK_EX) != 0)
    return fail(SealErrorCode::io, fmt::format("Cannot open the logs' directory {}: {}.",
                                               seal::shown(directory.native()), seal::system_words(errno)));
  std::error_code error;
  const auto kind = fs::symlink_status(path, error).type();
  if (kind == fs::file_type::not_found) return begin_new(path, identity, std::move(keys), now_unix_s);
  return go_on(path, identity, std::move(keys));
}

}  // namespace spoor::seal_log
