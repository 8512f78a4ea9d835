// Every flipped bit and every truncation of a small file of each format, as it comes and signed again by the
// vendor himself: none is accepted, and nothing comes out that the whole file does not begin with.
//
// scrypt is paid in full each time, at the tests' cost of N = 2^4, r = 1: the cost is part of the file.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "tests/vectors/archive_forge.hpp"
#include "tests/vectors/reading.hpp"
#include "tests/vectors/scenario.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/kit_format.hpp"
#include "watermark/seal/revocation.hpp"
#include "watermark/seal/session_format.hpp"

using namespace spoor;
using seal::Bytes;

namespace {

/// A file in memory that is read by a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string suffix)
      : suffix_(std::move(suffix)), file_(::memfd_create("vector", MFD_CLOEXEC)) {}

  void put(seal::ByteView bytes, std::size_t at) {
    REQUIRE(::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(at)) ==
            static_cast<ssize_t>(bytes.size()));
  }
  void cut(std::size_t size_bytes) { REQUIRE(::ftruncate(file_.get(), static_cast<off_t>(size_bytes)) == 0); }
  [[nodiscard]] vectors::Answer read() const {
    return vectors::read_vector("/proc/self/fd/" + std::to_string(file_.get()), suffix_);
  }

 private:
  std::string suffix_;
  seal::Descriptor file_;
};

struct Tally {
  std::size_t tried = 0;
  std::size_t accepted = 0;
  std::size_t released_bad = 0;  ///< something came out that is not the whole file's beginning

  void count(const vectors::Answer& answer, const Bytes& whole_release) {
    ++tried;
    accepted += answer.outcome == vectors::kOk ? 1U : 0U;
    const bool prefix = answer.released.size() < whole_release.size() &&
                        std::equal(answer.released.begin(), answer.released.end(), whole_release.begin());
    released_bad += prefix ? 0U : 1U;
  }
};

struct Case {
  std::string name;
  Bytes file;
  std::string suffix;
  std::function<Bytes(const Bytes&)> sign_again;
  std::function<bool(std::size_t)> is_signed;  ///< a byte that checksum and signature themselves cover
};

std::function<Bytes(const Bytes&)> signer(const seal::EnvelopeKind& kind) {
  return [kind](const Bytes& file) { return seal_test::signed_again(file, kind, seal_test::vendor()); };
}

std::vector<Case> cases(const std::vector<std::string>& names) {
  std::vector<Case> out;
  for (vectors::Scenario& scenario : vectors::all_scenarios()) {
    if (std::find(names.begin(), names.end(), scenario.name) == names.end()) continue;
    const std::string suffix = scenario.name.substr(scenario.name.rfind('.'));
    const std::size_t size = scenario.file.size();
    Case here{scenario.name, std::move(scenario.file), suffix, {}, {}};
    if (suffix == ".spar") {
      here.sign_again = [](const Bytes& file) { return vectors::ends_signed_again(file); };
      here.is_signed = [size](std::size_t at) {
        return at < seal::kArchiveHeaderBytes ||
               (at >= size - seal::kArchiveFooterBytes && at < size - seal::kTrailerBytes);
      };
    } else {
      here.sign_again = signer(suffix == ".spsn"    ? seal::kSessionKind
                               : suffix == ".spsu"  ? seal::kUpdateKind
                               : suffix == ".spkit" ? seal::kKitKind
                                                    : seal::kRevocationKind);
      here.is_signed = [size](std::size_t at) { return at < size - seal::kTrailerBytes; };
    }
    out.push_back(std::move(here));
  }
  REQUIRE(out.size() == names.size());
  return out;
}

const std::vector<std::string> kSmall = {"archive-good-tree.spar",
                                         "archive-good-large.spar",
                                         "archive-good-two-groups.spar",
                                         "archive-releases-good.spar",
                                         "session-good.spsn",
                                         "update-good-narrow.spsu",
                                         "kit-good.spkit"};

void flip_all(const Case& here, bool sign_again, Tally& tally) {
  MemoryFile file(here.suffix);
  file.put(here.file, 0);
  const vectors::Answer whole = file.read();
  REQUIRE(whole.outcome == vectors::kOk);
  REQUIRE_FALSE(whole.released.empty());
  for (std::size_t bit = 0; bit < here.file.size() * 8; ++bit) {
    if (sign_again && !here.is_signed(bit / 8)) continue;
    const Bytes flipped = seal_test::flipped(here.file, bit);
    file.put(sign_again ? here.sign_again(flipped) : flipped, 0);
    tally.count(file.read(), whole.released);
  }
  file.put(here.file, 0);
  CHECK(file.read().outcome == vectors::kOk);
}

}  // namespace

TEST_CASE("no flipped bit is accepted, and nothing of the damaged part comes out", "[exhaustive]") {
  for (const Case& here : cases(kSmall)) {
    CAPTURE(here.name);
    Tally tally;
    flip_all(here, false, tally);
    CHECK(tally.tried == here.file.size() * 8);
    CHECK(tally.accepted == 0);
    CHECK(tally.released_bad == 0);
  }
}

TEST_CASE("no flipped bit is accepted under a new signature of the vendor", "[exhaustive]") {
  for (const Case& here : cases(kSmall)) {
    CAPTURE(here.name);
    Tally tally;
    flip_all(here, true, tally);
    CHECK(tally.tried >= (seal::kArchiveHeaderBytes + 68) * 8);
    CHECK(tally.accepted == 0);
    CHECK(tally.released_bad == 0);
  }
}

TEST_CASE("no flipped bit of a lock is accepted under a new signature of the vendor", "[exhaustive]") {
  for (Case& here : cases({"lock-good-room.spsn", "lock-good-quorum.spsn", "lock-good-quorum-room.spsn"})) {
    CAPTURE(here.name);
    // The locks lie in front of the body's length; the rest is as in the session above.
    const std::size_t locks_end = 45 + 3 + here.file[46] + std::size_t{here.file[47]} * 256;
    here.is_signed = [locks_end](std::size_t at) { return at >= 44 && at < locks_end; };
    Tally tally;
    flip_all(here, true, tally);
    CHECK(tally.tried == (locks_end - 44) * 8);
    CHECK(tally.accepted == 0);
    CHECK(tally.released_bad == 0);
  }
}

TEST_CASE("no truncation is accepted, and nothing comes out", "[exhaustive]") {
  std::vector<std::string> names = kSmall;
  names.emplace_back("revocation-good.sprl");
  for (const Case& here : cases(names)) {
    CAPTURE(here.name);
    MemoryFile file(here.suffix);
    file.put(here.file, 0);
    Tally tally;
    std::size_t released_bytes = 0;
    for (std::size_t size = here.file.size(); size-- > 0;) {
      file.cut(size);
      const vectors::Answer answer = file.read();
      tally.count(answer, here.file);
      released_bytes += answer.released.size();
    }
    CHECK(tally.tried == here.file.size());
    CHECK(tally.accepted == 0);
    CHECK(released_bytes == 0);
  }
}
