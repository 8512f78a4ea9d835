// spoor doctor
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "watermark/vault/cli.hpp"
#include "watermark/vault/doctor.hpp"

namespace spoor::vault {
namespace {

struct DoctorOptions {
  std::string vault;
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

Outcome run_doctor(const DoctorOptions& options, const Context& context) {
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
  command->add_flag("--json", options->json, "One JSON object a finding");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_doctor(*options, context); };
  });
}

}  // namespace spoor::vault
