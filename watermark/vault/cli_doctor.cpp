// spoor doctor
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "watermark/vault/cli.hpp"
#include "watermark/vault/doctor.hpp"
#include "watermark/vault/room_check.hpp"

namespace spoor::vault {
namespace {

struct DoctorOptions {
  std::string vault;
  bool room = false;
  bool json = false;
};

std::string_view health_word(Health health) {
  switch (health) {
    case Health::good:
      return "ok";
    case Health::doubtful:
      return "check";
    case Health::bad:
      return "bad";
  }
  return "bad";
}

std::string_view barrier_word(Barrier barrier) {
  switch (barrier) {
    case Barrier::blocked:
      return "blocked";
    case Barrier::open:
      return "open";
    case Barrier::unknown:
      return "cannot tell";
  }
  return "cannot tell";
}

Outcome run_room_doctor(const DoctorOptions& options) {
  const std::vector<RoomFinding> findings = examine_room(this_machine());
  std::string out;
  for (const RoomFinding& finding : findings) {
    const std::string_view barrier = barrier_word(finding.barrier);
    out += options.json
               ? nlohmann::json({{"barrier", barrier}, {"what", finding.what}, {"words", finding.words}})
                         .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
                     "\n"
               : fmt::format("{:11}  {:22}  {}\n", barrier, finding.what, seal::printable(finding.words));
  }
  if (const auto printed = print(out); !printed) return tl::make_unexpected(printed.error());
  const auto any = [&](Barrier barrier) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const RoomFinding& finding) { return finding.barrier == barrier; });
  };
  if (any(Barrier::open)) return ExitCode::failed;
  return any(Barrier::unknown) ? ExitCode::inconclusive : ExitCode::done;
}

Outcome run_doctor(const DoctorOptions& options, const Context& context) {
  if (options.room) return run_room_doctor(options);
  const std::vector<Finding> findings = examine(options.vault, context.now_unix_s, context.random);
  std::string out;
  for (const Finding& finding : findings) {
    const std::string_view health = health_word(finding.health);
    out +=
        options.json
            ? nlohmann::json({{"health", health}, {"what", finding.what}, {"words", finding.words}}).dump() +
                  "\n"
            : fmt::format("{:5}  {:22}  {}\n", health, finding.what, finding.words);
  }
  if (const auto printed = print(out); !printed) return tl::make_unexpected(printed.error());
  const bool bad = std::any_of(findings.begin(), findings.end(),
                               [](const Finding& finding) { return finding.health == Health::bad; });
  return bad ? ExitCode::failed : ExitCode::done;
}

}  // namespace

void add_doctor(CLI::App& app, Run& chosen) {
  const auto options = std::make_shared<DoctorOptions>();
  CLI::App* command = app.add_subcommand("doctor", "Say whether this machine is fit for the work");
  command->add_option("--vault", options->vault, "Look at this vault too")->type_name("VAULT");
  command
      ->add_flag("--room", options->room,
                 "Is this a room's machine that keeps its screen to itself? Exit code 0: every way that is "
                 "looked at is blocked; 1: one is open; 3: of one it cannot tell")
      ->excludes("--vault");
  command->add_flag("--json", options->json, "One JSON object a finding");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_doctor(*options, context); };
  });
}

}  // namespace spoor::vault
