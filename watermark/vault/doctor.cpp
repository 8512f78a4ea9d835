#include "watermark/vault/doctor.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/timex.h>
#include <zstd.h>

#include <fstream>
#include <system_error>

#include "watermark/seal/sealing.hpp"
#include "watermark/vault/expiry.hpp"
#include "watermark/vault/vault.hpp"

namespace spoor::vault {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kFirstSaneUnixSecond = 1'767'225'600;  // 2026-01-01: before this program was written

Finding check_cryptography(seal_write::RandomSource& random) {
  const std::string version = OpenSSL_version(OPENSSL_VERSION);
  const auto lock = seal_write::PassphraseLock::create("self-test", kPassphraseCost, random);
  const auto issuer = seal_write::IssuingKey::from_seed(seal::SecretKey{});
  constexpr seal::EnvelopeKind kTestKind{"SPOORTST", "self-test", 4096};
  const auto plain = seal::as_bytes("self-test");
  if (lock && issuer) {
    const auto sealed = seal_write::seal_envelope(plain, kTestKind, *lock, *issuer, random);
    const auto opened = sealed ? seal::open_envelope(*sealed, "self-test", kTestKind, "self-test")
                               : tl::make_unexpected(sealed.error());
    if (opened &&
        std::equal(plain.begin(), plain.end(), opened->body.view().begin(), opened->body.view().end())) {
      return {"cryptography", Health::good, fmt::format("{} seals, signs and opens", version)};
    }
  }
  return {"cryptography", Health::bad, fmt::format("{} fails its self-test; reinstall libssl3", version)};
}

Finding check_libraries() {
  const bool threads = sqlite3_threadsafe() != 0;
  return {"libraries", threads ? Health::good : Health::bad,
          fmt::format("zstd {}, SQLite {}{}", ZSTD_versionString(), sqlite3_libversion(),
                      threads ? "" : " without threads; install libsqlite3-0")};
}

std::vector<Finding> check_fonts() {
  struct Font {
    const char* name;
    const char* path;
    const char* package;
    Health missing;  ///< only the default is needed
  };
  constexpr std::array fonts = {
      Font{"JetBrains Mono", "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf",
           "fonts-jetbrains-mono", Health::bad},
      Font{"DejaVu Sans Mono", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "fonts-dejavu-core",
           Health::doubtful},
      Font{"Fira Code", "/usr/share/fonts/truetype/firacode/FiraCode-Regular.ttf", "fonts-firacode",
           Health::doubtful},
      Font{"Noto CJK", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk",
           Health::doubtful},
      Font{"Noto", "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", "fonts-noto-core",
           Health::doubtful},
      Font{"Symbola", "/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf", "fonts-symbola",
           Health::doubtful}};
  std::vector<Finding> out;
  for (const Font& font : fonts) {
    std::error_code error;
    const bool there = fs::is_regular_file(font.path, error);
    out.push_back({fmt::format("font {}", font.name), there ? Health::good : font.missing,
                   there ? font.path : fmt::format("missing; install {}", font.package)});
  }
  return out;
}

Finding check_clock(std::int64_t now_unix_s) {
  if (now_unix_s < kFirstSaneUnixSecond) {
    return {"clock", Health::bad, fmt::format("{} cannot be; set the clock", utc_text(now_unix_s))};
  }
  timex state{};
  const bool synchronised = ::adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
  return {"clock", synchronised ? Health::good : Health::doubtful,
          fmt::format("{}{}", utc_text(now_unix_s),
                      synchronised ? ", synchronised" : ", not synchronised; run an NTP client")};
}

Finding check_core_dumps() {
  rlimit limit{};
  const bool none = ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0;
  return {"core dumps", none ? Health::good : Health::bad,
          none ? "off in this program" : "on; set 'ulimit -c 0'"};
}

Finding check_swap() {
  std::ifstream swaps("/proc/swaps");
  std::string line;
  int lines = 0;
  while (std::getline(swaps, line)) ++lines;
  if (lines == 0) return {"swap", Health::doubtful, "cannot tell: /proc/swaps is not readable"};
  if (lines == 1) return {"swap", Health::good, "off"};  // that line is a heading
  const seal::SecretKey probe;
  return {
      "swap", Health::doubtful,
      seal::keep_in_memory(probe.data(), probe.size())
          ? "on; keys are kept out of it, source text is not: encrypt it or turn it off"
          : "on, and no memory may be locked: keys may reach the disk; raise RLIMIT_MEMLOCK or turn it off"};
}

Finding check_vault(const fs::path& vault) {
  auto registry = open_registry(vault);
  if (!registry) return {"vault", Health::bad, registry.error().message};
  const auto sessions = registry->sessions();
  const auto archives = registry->archives();
  if (!sessions || !archives) {
    return {"vault", Health::bad, sessions ? archives.error().message : sessions.error().message};
  }
  std::error_code error;
  if (!fs::is_regular_file(vault / kKeysFileName, error)) {
    return {"vault", Health::bad,
            fmt::format("{} is missing; restore the vault from a backup", kKeysFileName)};
  }
  return {"vault", Health::good,
          fmt::format("private, {} archives, {} sessions", archives->size(), sessions->size())};
}

}  // namespace

std::vector<Finding> examine(const fs::path& vault, std::int64_t now_unix_s,
                             seal_write::RandomSource& random) {
  std::vector<Finding> out = {check_cryptography(random), check_libraries()};
  for (Finding& font : check_fonts()) out.push_back(std::move(font));
  out.push_back(check_clock(now_unix_s));
  out.push_back(check_core_dumps());
  out.push_back(check_swap());
  if (!vault.empty()) out.push_back(check_vault(vault));
  return out;
}

}  // namespace spoor::vault
