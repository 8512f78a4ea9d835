// spoor room init | show | pin | prints: on the room's machine, and wherever a room.pub arrives
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "watermark/seal/room.hpp"
#include "watermark/vault/cli.hpp"
#include "watermark/vault/expiry.hpp"

namespace spoor::vault {
namespace {

constexpr const char* kPassphraseVariable = "SPOOR_ROOM_PASSPHRASE";

struct InitOptions {
  std::string directory;
  std::string name;
  std::vector<std::string> vendors;
  std::string passphrase_file;
  bool ask = false;
  bool json = false;
};

struct PinOptions {
  std::string directory;
  std::vector<std::string> vendors;
  std::string passphrase_file;
};

struct ShowOptions {
  std::string path;
  bool json = false;
};

/// Empty where the room is to have none.
seal::Result<seal::SecretString> new_passphrase(const InitOptions& options) {
  const bool given = !options.passphrase_file.empty() || std::getenv(kPassphraseVariable) != nullptr;
  if (!given && !options.ask) return seal::SecretString();
  seal::PassphraseSource source;
  source.file = options.passphrase_file;
  source.file_option = "--room-passphrase-file";
  source.environment = kPassphraseVariable;
  source.prompt = "New room passphrase";
  source.is_new = true;
  return seal::read_passphrase(source);
}

seal::Result<std::vector<seal::VendorPublicKey>> vendors_of(const std::vector<std::string>& texts) {
  std::vector<seal::VendorPublicKey> out;
  for (const std::string& text : texts) {
    const auto key = seal::fingerprint_bytes(text);
    if (!key) {
      return seal::fail(seal::SealErrorCode::usage,
                        "--vendor wants the 64 hex digits of the vendor's key, as 'spoor session new' prints "
                        "them.");
    }
    out.push_back(*key);
  }
  return out;
}

std::string describe(const seal::RoomPublic& room, bool json) {
  if (json) {
    const nlohmann::json out = {
        {"made", utc_text(room.made_unix_s)}, {"name", seal::printable(room.name)}, {"room", hex(room.id)}};
    return out.dump() + "\n";
  }
  return fmt::format("room         {}\nmade         {}\nfingerprint  {}\n", seal::printable(room.name),
                     utc_text(room.made_unix_s), seal::fingerprint_text(room.id));
}

Outcome run_init(const InitOptions& options, const Context& context) {
  auto vendors = vendors_of(options.vendors);
  if (!vendors) return tl::make_unexpected(vendors.error());
  const auto passphrase = new_passphrase(options);
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  const seal::RoomPlan plan{options.name, passphrase->text(), kPassphraseCost, std::move(*vendors), true};
  const auto random = [&context](std::span<std::uint8_t> out) { return context.random.fill(out); };
  if (auto made = seal::Room::create(options.directory, plan, context.now_unix_s, random); !made)
    return tl::make_unexpected(made.error());
  const std::filesystem::path file = std::filesystem::path(options.directory) / seal::kRoomPublicFileName;
  const auto room = seal::open_room_public(file);
  if (!room) return tl::make_unexpected(room.error());
  std::string report = describe(*room, options.json);
  if (!options.json) {
    report += fmt::format("Give {} to the vendor, and tell him the fingerprint by another way.\n",
                          seal::printable(file.native()));
  }
  if (const auto printed = print(report); !printed) return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

Outcome run_pin(const PinOptions& options, const Context& context) {
  const auto vendors = vendors_of(options.vendors);
  if (!vendors) return tl::make_unexpected(vendors.error());
  const auto room = open_room(options.directory, options.passphrase_file, context);
  if (!room) return tl::make_unexpected(room.error());
  auto done = room->pin(*vendors);
  if (done) done = print("From now on only sessions of the given vendor open in this room.\n");
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

Outcome run_show(const ShowOptions& options) {
  std::error_code error;
  std::filesystem::path path = options.path;
  if (std::filesystem::is_directory(path, error)) path /= seal::kRoomPublicFileName;
  const auto room = seal::open_room_public(path);
  if (!room) return tl::make_unexpected(room.error());
  if (const auto printed = print(describe(*room, options.json)); !printed)
    return tl::make_unexpected(printed.error());
  return ExitCode::done;
}

void add_init_command(CLI::App& room, Run& chosen) {
  const auto options = std::make_shared<InitOptions>();
  CLI::App* command =
      room.add_subcommand("init", "Make a room on this machine, and its room.pub for the vendor");
  command->add_option("ROOM_DIR", options->directory, "The room's directory, new or empty")->required();
  command->add_option("--name", options->name, "What the room is called")->type_name("NAME");
  command
      ->add_option("--vendor", options->vendors,
                   "The vendor's key: only his sessions open here (else: of whoever's opens first)")
      ->type_name("KEY")
      ->allow_extra_args(false);
  command
      ->add_option("--room-passphrase-file", options->passphrase_file,
                   "File with a passphrase for the room's own keys (else SPOOR_ROOM_PASSPHRASE, else none)")
      ->type_name("FILE");
  command->add_flag("--ask-passphrase", options->ask, "Ask for a passphrase for the room's own keys");
  command->add_flag("--json", options->json, "Report as one JSON object");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_init(*options, context); };
  });
}

void add_show_command(CLI::App& room, Run& chosen) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App* command = room.add_subcommand("show", "Check a room.pub and show its fingerprint");
  command->add_option("ROOM", options->path, "A room's directory, or a room.pub")->required();
  command->add_flag("--json", options->json, "Report as one JSON object");
  command->callback(
      [options, &chosen] { chosen = [options](const Context&) { return run_show(*options); }; });
}

void add_pin_command(CLI::App& room, Run& chosen) {
  const auto options = std::make_shared<PinOptions>();
  CLI::App* command = room.add_subcommand(
      "pin", "Take another vendor's key from now on: for when the vendor has lost his, or it was stolen");
  command->add_option("ROOM_DIR", options->directory, "The room's directory")->required();
  command
      ->add_option("--vendor", options->vendors,
                   "The vendor's key; compare it by another way than the one on which it came")
      ->required()
      ->type_name("KEY")
      ->allow_extra_args(false);
  command
      ->add_option(
          "--room-passphrase-file", options->passphrase_file,
          "File with the passphrase of the room's own keys (else SPOOR_ROOM_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_pin(*options, context); };
  });
}

}  // namespace

seal::Result<seal::Room> open_room(const std::filesystem::path& directory, const std::string& passphrase_file,
                                   const Context& context) {
  const auto random = [&context](std::span<std::uint8_t> out) { return context.random.fill(out); };
  const auto sealed = seal::Room::is_sealed(directory);
  if (!sealed) return tl::make_unexpected(sealed.error());
  if (!*sealed) return seal::Room::open(directory, "", random);
  seal::PassphraseSource source;
  source.file = passphrase_file;
  source.file_option = "--room-passphrase-file";
  source.environment = kPassphraseVariable;
  source.prompt = "Room passphrase";
  const auto passphrase = seal::read_passphrase(source);
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  return seal::Room::open(directory, passphrase->text(), random);
}

void add_room(CLI::App& app, Run& chosen) {
  CLI::App* room = app.add_subcommand("room", "Rooms: the machines that sessions are bound to");
  room->require_subcommand(1);
  add_init_command(*room, chosen);
  add_show_command(*room, chosen);
  add_pin_command(*room, chosen);
  add_room_prints(*room, chosen);
}

}  // namespace spoor::vault
