// spoor log receipt | key
#include <fmt/format.h>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/log_receipt.hpp"
#include "watermark/seal/reviewer_key.hpp"
#include "watermark/seal/system_random.hpp"
#include "watermark/vault/cli_log.hpp"

namespace spoor::vault {
namespace {

using seal::fail;
using seal::SealErrorCode;

struct ReceiptOptions {
  LogOptions log;
  std::string output;
};

struct KeyOptions {
  std::string passphrase_file;
  std::string output;
};

bool is_pdf(const std::string& path) {
  return path.ends_with(".pdf");
}

Outcome run_receipt(const ReceiptOptions& options, const Context&) {
  if (options.log.log.empty()) return fail(SealErrorCode::usage, "Give the log.");
  const auto header = read_log_header(options.log.log);
  if (!header) return tl::make_unexpected(header.error());
  const auto heads = options.log.kept_heads(*header);
  if (!heads) return tl::make_unexpected(heads.error());
  auto bytes = seal_log::FileLog::open(options.log.log);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto summary = seal_log::verify_log(*bytes, options.log.log, *heads);
  if (!summary) return tl::make_unexpected(summary.error());
  if (summary->groups == 0)
    return fail(SealErrorCode::not_found, "The log is empty: there is nothing to receipt.");
  auto note = seal_log::encode_note(summary->head, summary->header.room_key);
  if (!note) return tl::make_unexpected(note.error());
  const seal_log::Receipt receipt{std::move(*note), summary->head.head, {}, {}};
  seal::Result<void> done;
  if (is_pdf(options.output)) {
    const auto pdf = seal_log::receipt_pdf(receipt);
    if (!pdf) return tl::make_unexpected(pdf.error());
    done = seal::write_file(options.output, *pdf);
  } else {
    done = seal::write_file(options.output, seal::as_bytes(seal_log::receipt_text(receipt)));
  }
  if (done)
    done = print(fmt::format("Wrote the receipt {}: {} entries.\n", seal::shown(options.output),
                             summary->head.head.entries));
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

Outcome run_key(const KeyOptions& options, const Context&) {
  const auto passphrase = seal::read_passphrase(reviewer_passphrase(options.passphrase_file, true));
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  const auto file = seal_log::new_reviewer_key(passphrase->text(), kPassphraseCost, &seal::system_random);
  if (!file) return tl::make_unexpected(file.error());
  auto done = seal::write_file(options.output, *file);
  if (done)
    done = print(fmt::format(
        "Wrote the reviewer's key file {}; without it and its passphrase nobody reads the terms and "
        "notes that are sealed to it.\n",
        seal::shown(options.output)));
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

}  // namespace

seal::PassphraseSource reviewer_passphrase(const std::string& file, bool is_new) {
  seal::PassphraseSource source;
  source.file = file;
  source.file_option = "--reviewer-passphrase-file";
  source.environment = "SPOOR_REVIEWER_PASSPHRASE";
  source.prompt = is_new ? "New passphrase of the reviewer's key" : "Passphrase of the reviewer's key";
  source.is_new = is_new;
  return source;
}

void add_log_receipt(CLI::App& log, Run& chosen) {
  const auto options = std::make_shared<ReceiptOptions>();
  CLI::App* command =
      log.add_subcommand("receipt", "Write the log's head to take home: as text, or as a page");
  options->log.add_to(*command);
  command
      ->add_option("-o,--output", options->output,
                   "The receipt to write; a name that ends in .pdf is a page with a QR code")
      ->required()
      ->type_name("FILE");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_receipt(*options, context); };
  });
}

void add_log_key(CLI::App& log, Run& chosen) {
  const auto options = std::make_shared<KeyOptions>();
  CLI::App* command =
      log.add_subcommand("key", "Make a reviewer's key file: his terms and notes are sealed to it");
  command
      ->add_option("--reviewer-passphrase-file", options->passphrase_file,
                   "File with its passphrase (else SPOOR_REVIEWER_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
  command->add_option("-o,--output", options->output, "The key file to write")
      ->required()
      ->type_name("KEY.sprk");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_key(*options, context); };
  });
}

}  // namespace spoor::vault
