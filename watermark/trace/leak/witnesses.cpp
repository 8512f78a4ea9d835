#include "watermark/trace/leak/witnesses.hpp"

#include <algorithm>
#include <map>

namespace spoor::leak {
namespace {

/// Lines of a file and the moments at which they were on screen.
class Seen {
 public:
  explicit Seen(const std::vector<seal::Exposure>& exposures) {
    for (const seal::Exposure& exposure : exposures) by_path_[exposure.path].push_back(&exposure);
  }
  [[nodiscard]] const std::vector<const seal::Exposure*>& of(const std::string& path) const {
    static const std::vector<const seal::Exposure*> kNone;
    const auto at = by_path_.find(path);
    return at == by_path_.end() ? kNone : at->second;
  }

 private:
  std::map<std::string, std::vector<const seal::Exposure*>> by_path_;
};

struct Glimpse {
  double bits = 0;
  std::uint64_t lines = 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> moments;  // from, to
};

Glimpse look(const Place& place, const Seen& seen) {
  Glimpse out;
  const auto& exposures = seen.of(place.path);
  for (const LineBits& line : place.alignment.lines) {
    const bool shown = std::any_of(exposures.begin(), exposures.end(), [&](const seal::Exposure* exposure) {
      return exposure->first_line <= line.line && line.line <= exposure->last_line;
    });
    if (!shown) continue;
    out.bits += line.bits;
    ++out.lines;
  }
  for (const seal::Exposure* exposure : exposures) {
    if (exposure->first_line > place.alignment.last_line || exposure->last_line < place.alignment.first_line)
      continue;
    out.moments.emplace_back(exposure->start_unix_ms,
                             exposure->start_unix_ms + static_cast<std::int64_t>(exposure->duration_ms));
  }
  return out;
}

Glimpse best_look(const Piece& piece, const Seen& seen) {
  Glimpse best = look(piece.place, seen);
  for (const Place& tie : piece.ties) {
    Glimpse other = look(tie, seen);
    if (other.bits > best.bits) best = std::move(other);
  }
  return best;
}

/// How long at least one of the intervals ran.
std::uint64_t union_ms(std::vector<std::pair<std::int64_t, std::int64_t>> moments) {
  std::sort(moments.begin(), moments.end());
  std::uint64_t sum = 0;
  std::int64_t until = 0;
  for (const auto& [from, to] : moments) {
    if (to > std::max(from, until)) sum += static_cast<std::uint64_t>(to - std::max(from, until));
    until = std::max(until, to);
  }
  return sum;
}

Witness testify(const FoundLeak& leak, const seal::KitLog& log) {
  const Seen seen(log.exposures);
  Witness out;
  out.session = log.session;
  std::vector<std::pair<std::int64_t, std::int64_t>> moments;
  for (const Piece& piece : leak.pieces) {
    Glimpse glimpse = best_look(piece, seen);
    if (glimpse.bits <= 0) continue;
    out.bits += glimpse.bits;
    out.lines += glimpse.lines;
    moments.insert(moments.end(), glimpse.moments.begin(), glimpse.moments.end());
  }
  if (moments.empty()) return out;
  out.first_unix_ms = moments.front().first;
  for (const auto& [from, to] : moments) {
    out.first_unix_ms = std::min(out.first_unix_ms, from);
    out.last_unix_ms = std::max(out.last_unix_ms, to);
  }
  out.duration_ms = union_ms(std::move(moments));
  return out;
}

void rank(Testimony& testimony, double tie_bits) {
  auto& witnesses = testimony.witnesses;
  for (Witness& one : witnesses)
    one.rank = 1 + static_cast<std::size_t>(std::count_if(
                       witnesses.begin(), witnesses.end(),
                       [&](const Witness& other) { return other.bits >= one.bits + tie_bits; }));
  std::sort(witnesses.begin(), witnesses.end(), [](const Witness& one, const Witness& other) {
    if (one.rank != other.rank) return one.rank < other.rank;
    if (one.duration_ms != other.duration_ms) return one.duration_ms > other.duration_ms;
    return one.session < other.session;
  });
  testimony.first = static_cast<std::size_t>(
      std::count_if(witnesses.begin(), witnesses.end(), [](const Witness& one) { return one.rank == 1; }));
}

/// A few lines on end that two projects share are an idiom of their language sooner than a leak.
bool is_mostly_foreign(const FoundLeak& leak) {
  std::size_t found = 0;
  for (const Piece& piece : leak.pieces)
    found += piece.place.alignment.leak_last - piece.place.alignment.leak_first + 1;
  return 2 * found < leak.tokens;
}

LeakVerdict judge(const Testimony& testimony, const FoundLeak& leak, double tie_bits) {
  if (leak.pieces.empty()) return leak.enough ? LeakVerdict::not_found : LeakVerdict::too_short;
  if (std::any_of(leak.pieces.begin(), leak.pieces.end(),
                  [](const Piece& piece) { return piece.everywhere; }))
    return LeakVerdict::everywhere;
  if (testimony.witnesses.empty()) return LeakVerdict::no_session;
  if (testimony.mostly_foreign) return LeakVerdict::in_part;
  double most = 0;
  for (const Witness& witness : testimony.witnesses) most = std::max(most, witness.bits);
  if (most <= testimony.bits - tie_bits) return LeakVerdict::in_part;
  return testimony.first == 1 ? LeakVerdict::one_session : LeakVerdict::several_sessions;
}

}  // namespace

Testimony find_witnesses(const FoundLeak& leak, const seal::Kit& kit, const seal::ArchiveId& archive,
                         double tie_bits) {
  Testimony out;
  for (const Piece& piece : leak.pieces)
    for (const LineBits& line : piece.place.alignment.lines) {
      out.bits += line.bits;
      ++out.lines;
    }
  for (const seal::KitSession& session : kit.sessions) {
    if (session.archive_id != archive) continue;
    const auto log = std::find_if(kit.logs.begin(), kit.logs.end(),
                                  [&](const seal::KitLog& one) { return one.session == session.id; });
    if (log == kit.logs.end()) {
      ++out.without_log;
      continue;
    }
    ++out.logs;
    Witness witness = testify(leak, *log);
    if (witness.bits > 0) out.witnesses.push_back(std::move(witness));
  }
  rank(out, tie_bits);
  out.mostly_foreign = !leak.pieces.empty() && is_mostly_foreign(leak);
  out.verdict = judge(out, leak, tie_bits);
  return out;
}

}  // namespace spoor::leak
