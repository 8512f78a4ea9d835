#include "watermark/seal/log_walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace spoor::seal_log {
namespace {

constexpr std::size_t kWindowBytes = std::size_t{4} << 20U;
static_assert(kWindowBytes >= 2 * kMaxGroupBytes);

tl::unexpected<seal::SealError> hashing_failed() {
  return seal::fail(SealErrorCode::io, "The cryptographic library failed; check that libcrypto 3 is whole.");
}

}  // namespace

Result<FileLog> FileLog::open(const std::filesystem::path& path) {
  auto file = seal::InputFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  return FileLog(std::move(*file));
}

Result<ByteView> FileLog::from(std::uint64_t offset_bytes) {
  const std::uint64_t size = file_.size_bytes();
  const std::uint64_t wanted_end = std::min<std::uint64_t>(size, offset_bytes + kMaxGroupBytes);
  if (offset_bytes < window_at_ || wanted_end > window_at_ + window_.size()) {
    window_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kWindowBytes, size - offset_bytes)));
    window_at_ = offset_bytes;
    if (auto read = file_.read_at(offset_bytes, window_); !read) return tl::make_unexpected(read.error());
  }
  return ByteView(window_).subspan(static_cast<std::size_t>(offset_bytes - window_at_));
}

Result<LogWalk> LogWalk::begin(LogBytes& bytes, std::string name) {
  LogWalk walk(bytes, std::move(name));
  const auto start = bytes.from(0);
  if (!start) return tl::make_unexpected(start.error());
  const auto header = decode_header(*start, walk.name_);
  if (!header) return tl::make_unexpected(header.error());
  walk.header_ = *header;
  walk.log_id_ = walk.hasher_.digest({start->first(kHeaderBytes)});
  walk.state_.end_bytes = kHeaderBytes;
  walk.state_.chain = walk.log_id_;
  walk.state_.time_unix_s = header->begun_unix_s;
  if (walk.hasher_.failed()) return hashing_failed();
  return walk;
}

bool LogWalk::check_entries() {
  group_.run.reset();
  for (std::size_t i = 0; i < group_.view.entries.size(); ++i) {
    const ByteView stored = group_.view.entries[i];
    const bool is_run = stored.front() == static_cast<std::uint8_t>(Audience::run);
    SealedEntry entry;
    const EntryForm form = is_run ? EntryForm::sound : split_entry(stored, entry);
    tail_ = form == EntryForm::unsupported ? Tail::unsupported : Tail::malformed;
    if (form != EntryForm::sound) return false;
    if (!is_run) continue;
    if (i != 0 || !decode_run(stored, group_.run.emplace()) || group_.run->number != state_.runs)
      return false;
  }
  tail_ = Tail::malformed;
  if (state_.groups == 0 && !group_.run) return false;
  tail_ = Tail::none;
  return true;
}

void LogWalk::take_group() {
  group_.number = state_.groups;
  group_.first_entry = state_.entries;
  group_.chain_before = state_.chain;
  group_.signature_before = state_.signature;
  const ByteView before = state_.signature ? ByteView(*state_.signature) : ByteView();
  state_.chain = hasher_.digest({state_.chain, before, group_.view.up_to_mac, group_.view.mac});
  for (const ByteView entry : group_.view.entries) state_.tree.add(hasher_, leaf_hash(hasher_, entry));
  ++state_.groups;
  state_.entries += group_.view.entries.size();
  state_.end_bytes += group_.view.size_bytes;
  if (group_.run) ++state_.runs;
  state_.signature = group_.view.signature;
  state_.time_unix_s = group_.view.time_unix_s;
}

Result<bool> LogWalk::next() {
  if (tail_ != Tail::none || state_.end_bytes == bytes_->size_bytes()) return false;
  const auto rest = bytes_->from(state_.end_bytes);
  if (!rest) return tl::make_unexpected(rest.error());
  const GroupEnd end = split_group(*rest, group_.view);
  if (end != GroupEnd::whole) {
    tail_ = end == GroupEnd::unfinished ? Tail::unfinished : Tail::malformed;
    return false;
  }
  if (!check_entries()) return false;
  take_group();
  if (hasher_.failed()) return hashing_failed();
  return true;
}

Result<Head> LogWalk::head_of(const LogState& state) {
  Head out{seal::session_id_text(header_.session),
           log_id_,
           state.entries,
           state.tree.root(hasher_),
           state.chain,
           state.time_unix_s};
  if (hasher_.failed()) return hashing_failed();
  return out;
}

Result<Head> LogWalk::head() {
  return head_of(state_);
}

Result<bool> LogWalk::signature_holds(const LogState& state) {
  if (!state.signature) return true;
  const auto head = head_of(state);
  if (!head) return tl::make_unexpected(head.error());
  return seal::ed25519_holds(header_.room_key, seal::as_bytes(head_text(*head)), *state.signature);
}

Result<void> LogWalk::check_end() {
  if (tail_ == Tail::unsupported)
    return seal::fail(
        SealErrorCode::unsupported,
        fmt::format("{} holds entries of an unknown kind; use a newer Spoor.", seal::shown(name_)));
  if (tail_ == Tail::malformed)
    return seal::fail(
        SealErrorCode::damaged,
        fmt::format("{} is damaged behind entry {}; keep it as evidence and take another copy from the "
                    "room.",
                    seal::shown(name_), state_.entries));
  const auto holds = signature_holds(state_);
  if (!holds) return tl::make_unexpected(holds.error());
  if (!*holds)
    return seal::fail(
        SealErrorCode::bad_signature,
        fmt::format("The room's signature at the end of {} does not hold: the log was altered; keep it "
                    "as evidence and take another copy from the room.",
                    seal::shown(name_)));
  return {};
}

namespace {

/// Heads that were kept, each looked for at its place in the log.
class KeptHeads {
 public:
  explicit KeptHeads(const std::vector<Head>& heads) : heads_(heads) {
    std::sort(heads_.begin(), heads_.end(),
              [](const Head& one, const Head& other) { return one.entries < other.entries; });
  }
  /// Compares those that are due once the log has come as far as `walk`.
  Result<void> compare(LogWalk& walk, const std::string& name) {
    while (next_ < heads_.size() && heads_[next_].entries <= walk.state().entries) {
      const Head& kept = heads_[next_++];
      if (kept.log_id != walk.log_id())
        return seal::fail(
            SealErrorCode::wrong_key,
            fmt::format("The head is another log's than {}: compare the session's name.", seal::shown(name)));
      const auto head = walk.head();
      if (!head) return tl::make_unexpected(head.error());
      if (*head != kept)
        return seal::fail(
            SealErrorCode::bad_signature,
            fmt::format("{} was altered: it is not the log of which the room signed {} entries at {} s; keep "
                        "both as evidence.",
                        seal::shown(name), kept.entries, kept.time_unix_s));
    }
    return {};
  }
  [[nodiscard]] const Head* missing() const { return next_ < heads_.size() ? &heads_[next_] : nullptr; }

 private:
  std::vector<Head> heads_;
  std::size_t next_ = 0;
};

}  // namespace

Result<LogSummary> verify_log(LogBytes& bytes, const std::string& name, const std::vector<Head>& heads) {
  auto walk = LogWalk::begin(bytes, name);
  if (!walk) return tl::make_unexpected(walk.error());
  KeptHeads kept(heads);
  if (auto agrees = kept.compare(*walk, name); !agrees) return tl::make_unexpected(agrees.error());
  while (true) {
    const auto more = walk->next();
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) break;
    if (auto agrees = kept.compare(*walk, name); !agrees) return tl::make_unexpected(agrees.error());
  }
  if (auto sound = walk->check_end(); !sound) return tl::make_unexpected(sound.error());
  if (const Head* missing = kept.missing(); missing != nullptr) {
    const bool other = missing->log_id != walk->log_id();
    return seal::fail(
        other ? SealErrorCode::wrong_key : SealErrorCode::bad_signature,
        other
            ? fmt::format("The head is another log's than {}: compare the session's name.", seal::shown(name))
            : fmt::format("{} was cut short: it has {} entries, and the room signed {}; keep both "
                          "as evidence.",
                          seal::shown(name), walk->state().entries, missing->entries));
  }
  const auto head = walk->head();
  if (!head) return tl::make_unexpected(head.error());
  const LogState& state = walk->state();
  return LogSummary{walk->header(),
                    {*head, state.signature.value_or(Signature{})},
                    state.groups,
                    state.runs,
                    bytes.size_bytes() - state.end_bytes};
}

}  // namespace spoor::seal_log
