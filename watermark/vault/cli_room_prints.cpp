// spoor room prints: what was printed in a room, and the pages themselves for whoever hands them over
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/print_ledger.hpp"
#include "watermark/vault/cli.hpp"
#include "watermark/vault/cli_log.hpp"
#include "watermark/vault/expiry.hpp"

namespace spoor::vault {
namespace {

namespace fs = std::filesystem;

struct PrintsOptions {
  std::string directory;
  std::string passphrase_file;
  std::string output;
  bool json = false;
};

seal::Result<fs::path> room_directory(const PrintsOptions& options) {
  if (!options.directory.empty()) return options.directory;
  return seal::own_room_directory();
}

/// A print as it is listed.
struct Row {
  std::string session;
  std::string first_number;
  std::string last_number;
  std::string standing;  ///< "kept", "given out", "not written"
  seal::PrintMemory print;
};

std::vector<Row> rows_of(const seal::Room& room, const seal::RoomState& state) {
  std::vector<Row> out;
  for (const seal::SessionMemory& session : state.sessions) {
    for (const seal::PrintMemory& print : session.prints) {
      const auto number = [&](std::uint32_t serial) {
        return seal::bates_number(session.id, room.identity().id, serial);
      };
      Row row{
          "s-" + hex(session.id), number(print.serial), number(print.serial + print.pages - 1), {}, print};
      std::error_code error;
      const bool kept = fs::exists(room.print_file(row.first_number), error);
      row.standing = kept ? "kept" : print.written ? "given out" : "not written";
      out.push_back(std::move(row));
    }
  }
  return out;
}

std::string describe(const std::vector<Row>& rows, bool json) {
  std::string out;
  for (const Row& row : rows) {
    const seal::PrintMemory& print = row.print;
    if (json) {
      nlohmann::json object = {{"first_line", print.first_line},
                               {"first_number", row.first_number},
                               {"granted", utc_text(print.granted_unix_s)},
                               {"last_line", print.last_line},
                               {"last_number", row.last_number},
                               {"pages", print.pages},
                               {"session", row.session},
                               {"standing", row.standing}};
      put_place(object, print.path);
      out += object.dump() + "\n";
      continue;
    }
    out += fmt::format("{}  {:3} page{}  {}  {:11}  {}  {}\n", row.first_number, print.pages,
                       print.pages == 1 ? " " : "s", utc_text(print.granted_unix_s), row.standing,
                       row.session, place_words(print.path, print.first_line, print.last_line));
  }
  return out.empty() && !json ? "Nothing was printed in this room.\n" : out;
}

seal::Result<void> take_out(const seal::Room& room, const std::vector<Row>& rows, const fs::path& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return seal::fail(seal::SealErrorCode::usage, fmt::format("{} is no directory; make one for the pages.",
                                                              seal::shown(directory.native())));
  }
  for (const Row& row : rows) {
    if (row.standing != "kept") continue;
    const auto pdf = room.print(row.first_number);
    if (!pdf) return tl::make_unexpected(pdf.error());
    if (auto done = seal::write_file(directory / (row.first_number + ".pdf"), *pdf); !done) return done;
  }
  return {};
}

Outcome run_prints(const PrintsOptions& options, const Context& context) {
  const auto directory = room_directory(options);
  if (!directory) return tl::make_unexpected(directory.error());
  const auto room = open_room(*directory, options.passphrase_file, context);
  if (!room) return tl::make_unexpected(room.error());
  const auto state = room->state();
  if (!state) return tl::make_unexpected(state.error());
  const std::vector<Row> rows = rows_of(*room, *state);
  if (!options.output.empty()) {
    if (const auto done = take_out(*room, rows, options.output); !done)
      return tl::make_unexpected(done.error());
  }
  if (const auto printed = print(describe(rows, options.json)); !printed)
    return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

}  // namespace

void add_room_prints(CLI::App& room, Run& chosen) {
  const auto options = std::make_shared<PrintsOptions>();
  CLI::App* command =
      room.add_subcommand("prints", "List what was printed in a room, and take the pages out");
  command->add_option("ROOM_DIR", options->directory,
                      "The room's directory (else that of sessions without a room)");
  command
      ->add_option("-o,--output", options->output, "Write the pages that the room keeps as PDF files there")
      ->type_name("DIR");
  command
      ->add_option("--room-passphrase-file", options->passphrase_file,
                   "File that holds the room's passphrase (else SPOOR_ROOM_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
  command->add_flag("--json", options->json, "One JSON object a print");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_prints(*options, context); };
  });
}

}  // namespace spoor::vault
