// spoor log notes: a reviewer reads his own notes, wherever he has a copy of their file
#include <fmt/format.h>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/notes_file.hpp"
#include "watermark/seal/passphrase.hpp"
#include "watermark/seal/reviewer_key.hpp"
#include "watermark/vault/cli_log.hpp"
#include "watermark/vault/expiry.hpp"

namespace spoor::vault {
namespace {

struct NotesOptions {
  std::string file;
  std::string reviewer_key;
  std::string passphrase_file;
  std::string output;
  bool json = false;
};

std::string described(const seal::Note& note) {
  const std::string place = seal::printable(seal::citation(note));
  std::string out =
      fmt::format("{:8}  {}  {}\n", seal::note_word(note.kind), utc_text(note.made_unix_s), place);
  if (!note.text.empty()) out += fmt::format("          {}\n", seal::printable(note.text));
  return out;
}

std::string as_json(const seal::Note& note) {
  const nlohmann::json out = {{"kind", seal::note_word(note.kind)},
                              {"path", seal::printable(note.path)},
                              {"first_line", note.first_line},
                              {"last_line", note.last_line},
                              {"made", utc_text(note.made_unix_s)},
                              {"text", note.text},
                              {"cited", seal::printable(seal::citation(note))}};
  return out.dump() + "\n";
}

seal::Result<std::string> listed(const seal::Bytes& file, const NotesOptions& options,
                                 const seal::NotesOwner& owner) {
  const auto notes = seal::open_notes(file, options.file, owner);
  if (!notes) return tl::make_unexpected(notes.error());
  std::string out;
  for (const seal::Note& note : *notes) out += options.json ? as_json(note) : described(note);
  return out;
}

std::string printable_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += seal::printable(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

Outcome run_notes(const NotesOptions& options, const Context&) {
  const auto file = seal::read_small_file(options.file, seal::kMaxNotesBytes);
  if (!file) return tl::make_unexpected(file.error());
  const auto header = seal::read_notes_header(*file, options.file);
  if (!header) return tl::make_unexpected(header.error());
  const auto passphrase = seal::read_passphrase(reviewer_passphrase(options.passphrase_file, false));
  if (!passphrase) return tl::make_unexpected(passphrase.error());
  const auto key = seal_log::open_reviewer_key(options.reviewer_key, passphrase->text());
  if (!key) return tl::make_unexpected(key.error());
  const auto owner = seal::notes_owner(*key, header->archive);
  if (!owner) return tl::make_unexpected(owner.error());
  const auto text = header->is_export ? seal::open_notes_export(*file, options.file, *owner)
                                      : listed(*file, options, *owner);
  if (!text) return tl::make_unexpected(text.error());
  // A terminal is not to obey what stands in somebody's code.
  const auto done = !options.output.empty() ? seal::write_file(options.output, seal::as_bytes(*text))
                                            : print(header->is_export ? printable_lines(*text) : *text);
  if (!done) return tl::make_unexpected(done.error());
  return ExitCode::done;
}

}  // namespace

void add_log_notes(CLI::App& log, Run& chosen) {
  const auto options = std::make_shared<NotesOptions>();
  CLI::App* command =
      log.add_subcommand("notes", "Read a reviewer's notes, or an export of them, with his own key");
  command->add_option("NOTES", options->file, "The file, from the room's notes directory")
      ->required()
      ->type_name("FILE");
  command->add_option("--reviewer-key", options->reviewer_key, "The reviewer's key file")
      ->required()
      ->type_name("KEY.sprk");
  command
      ->add_option("--reviewer-passphrase-file", options->passphrase_file,
                   "File with that key's passphrase (else SPOOR_REVIEWER_PASSPHRASE, else a prompt)")
      ->type_name("FILE");
  command->add_option("-o,--output", options->output, "Where to write them (else to the terminal)")
      ->type_name("OUT");
  command->add_flag("--json", options->json, "Notes as JSON, one object a line");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return run_notes(*options, context); };
  });
}

}  // namespace spoor::vault
