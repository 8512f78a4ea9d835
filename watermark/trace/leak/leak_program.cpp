#include "watermark/trace/leak/leak_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <thread>

#include "watermark/seal/crypto.hpp"
#include "watermark/seal/file.hpp"
#include "watermark/seal/passphrase.hpp"
#include "watermark/trace/leak/leak_result.hpp"

namespace spoor::leak {
namespace {

constexpr std::uint64_t kMostTextBytes = std::uint64_t{1} << 20U;  // some 30,000 lines

struct LeakDesk {
  seal::Kit kit;
  seal::ArchiveReader archive;
};

seal::Result<LeakDesk> open_leak_desk(const LeakOptions& options) {
  seal::PassphraseSource source;
  source.file = options.passphrase_file;
  source.prompt = "Passphrase of the kit";
  const auto passphrase = seal::read_passphrase(source);
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  auto kit = seal::open_kit(options.kit, passphrase->text());
  if (!kit) return tl::make_unexpected(kit.error());
  auto archive = seal::open_archive_by(*kit, options.archive);
  if (!archive) return tl::make_unexpected(archive.error());
  return LeakDesk{std::move(*kit), std::move(*archive)};
}

/// The text of a leak, or why there is none.
std::string read_leak(LeakResult& result) {
  const auto file = seal::read_small_file(result.file, kMostTextBytes);
  if (!file) {
    result.error = file.error().code == seal::SealErrorCode::damaged
                       ? seal::SealError{seal::SealErrorCode::damaged,
                                         fmt::format("{} is longer than 1 MiB: cut it into smaller texts.",
                                                     seal::shown(result.file))}
                       : file.error();
    return {};
  }
  if (std::find(file->begin(), file->end(), 0) != file->end()) {
    result.error = seal::SealError{
        seal::SealErrorCode::damaged,
        fmt::format("{} is no text: it holds zero bytes. Pictures go without --text; texts of "
                    "16-bit characters must be converted to UTF-8.",
                    seal::shown(result.file))};
    return {};
  }
  const auto digest = seal::sha256(*file);
  if (digest)
    for (const std::uint8_t byte : *digest) result.sha256_hex += fmt::format("{:02x}", byte);
  return {file->begin(), file->end()};
}

ExitCode exit_code_of(const LeakResult& result) {
  if (result.error) return seal::exit_code_for(result.error->code);
  switch (result.testimony.verdict) {
    case LeakVerdict::one_session:
    case LeakVerdict::several_sessions:
      return ExitCode::done;
    case LeakVerdict::in_part:
    case LeakVerdict::everywhere:
    case LeakVerdict::no_session:
    case LeakVerdict::too_short:
      return ExitCode::inconclusive;
    case LeakVerdict::not_found:
      return ExitCode::unmarked;
  }
  return ExitCode::failed;
}

ExitCode worse(ExitCode a, ExitCode b) {
  constexpr std::array kWorstFirst = {ExitCode::failed,  ExitCode::usage,   ExitCode::auth,
                                      ExitCode::refused, ExitCode::damaged, ExitCode::inconclusive,
                                      ExitCode::unmarked};
  for (const ExitCode code : kWorstFirst)
    if (a == code || b == code) return code;
  return ExitCode::done;
}

}  // namespace

ExitCode run_leaks(const LeakOptions& options, std::ostream& out, std::ostream& err) {
  const auto complain = [&](const seal::SealError& error) {
    err << "spoor-trace: " << error.message << '\n';
    return seal::exit_code_for(error.code);
  };
  const auto desk = open_leak_desk(options);
  if (!desk) return complain(desk.error());
  std::vector<LeakResult> results(options.texts.size());
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < results.size(); ++i) {
    results[i].file = options.texts[i].string();
    results[i].release = desk->archive.release();
    texts.push_back(read_leak(results[i]));
  }
  PlaceOptions places;
  places.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  auto found = find_places(texts, desk->archive, places);
  if (!found) return complain(found.error());
  ExitCode code = ExitCode::done;
  for (std::size_t i = 0; i < results.size(); ++i) {
    LeakResult& result = results[i];
    result.found = std::move((*found)[i]);
    if (!result.error) result.testimony = find_witnesses(result.found, desk->kit, desk->archive.id());
    code = worse(code, exit_code_of(result));
    if (result.error) complain(*result.error);
    if (options.json)
      out << to_json_line(result, desk->kit) << '\n';
    else if (!result.error)
      out << to_text(result, desk->kit);
  }
  return code;
}

}  // namespace spoor::leak
