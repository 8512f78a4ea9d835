#include "viewer/app/notes_store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "viewer/find/coverage.hpp"
#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/passphrase.hpp"
#include "watermark/seal/reviewer_key.hpp"

namespace spoor::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEnvironment = "SPOOR_REVIEWER_PASSPHRASE";

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

/// The file, whose notes it holds, and the lock that no other viewer has meanwhile.
struct Store {
  fs::path path;
  seal::NotesOwner owner;
  seal::Descriptor held;
};

Result<std::vector<seal::Note>> load(const Store& store) {
  std::error_code error;
  if (!fs::exists(store.path, error) && !error) return std::vector<seal::Note>{};
  const auto file = seal::read_small_file(store.path, seal::kMaxNotesBytes);
  if (!file) return tl::unexpected(from_seal(file.error()));
  return seal::open_notes(*file, store.path.native(), store.owner).map_error(from_seal);
}

Result<void> save(const Store& store, const std::vector<seal::Note>& notes) {
  const auto file = seal::seal_notes(notes, store.owner, &seal::system_random);
  if (!file) return tl::unexpected(from_seal(file.error()));
  return seal::write_file(store.path, *file).map_error(from_seal);
}

/// Whether somebody can be asked for the passphrase, or has said it already.
bool has_passphrase(const Options& options) {
  const char* value = std::getenv(kEnvironment);
  return !options.reviewer_passphrase_file.empty() || (value != nullptr && *value != '\0') ||
         ::isatty(STDIN_FILENO) == 1;
}

Result<seal::NotesOwner> owner_of(const Opened& opened, const Options& options) {
  seal::PassphraseSource from;
  from.file = options.reviewer_passphrase_file;
  from.file_option = "--reviewer-passphrase-file";
  from.environment = kEnvironment;
  from.prompt = "Passphrase of your own key, for your notes";
  const auto passphrase = seal::read_passphrase(from);
  if (!passphrase) return tl::unexpected(from_seal(passphrase.error()));
  const auto private_key = seal_log::open_reviewer_key(options.reviewer_key, passphrase->text());
  if (!private_key) return tl::unexpected(from_seal(private_key.error()));
  return seal::notes_owner(*private_key, opened.grant.session().archive_id).map_error(from_seal);
}

Result<std::shared_ptr<const Store>> open_store(const Opened& opened, seal::NotesOwner owner) {
  const seal::Room& room = *opened.admittance.room;
  const auto name = seal::notes_file_name(owner);
  if (!name) return tl::unexpected(from_seal(name.error()));
  if (auto made = room.make_notes(); !made) return tl::unexpected(from_seal(made.error()));
  auto held = seal::lock_session(room, *name);
  if (!held && held.error().code == seal::SealErrorCode::refused)
    return tl::unexpected(AppError{ExitCode::refused,
                                   "Your notes on this archive are open in another viewer; close that one, "
                                   "and open the session again."});
  if (!held) return tl::unexpected(from_seal(held.error()));
  return std::make_shared<const Store>(Store{room.notes() / *name, std::move(owner), std::move(*held)});
}

NotesDesk desk_of(Opened& opened, std::shared_ptr<const Store> store) {
  NotesDesk desk;
  desk.load = [store] { return load(*store); };
  desk.save = [store](const std::vector<seal::Note>& notes) { return save(*store, notes); };
  Recording* recording = opened.recording.get();
  desk.record = [recording](const std::string& words) { return recording->recorder().note_now(words); };
  desk.recorded = [recording](std::string_view path) { return recording->recorded(path); };
  desk.now_unix_s = [] { return moment_now().wall_unix_s; };
  return desk;
}

/// The next file that no export has yet.
Result<fs::path> keep_export(const Store& store, const std::string& markdown) {
  const auto file = seal::seal_notes_export(markdown, store.owner, &seal::system_random);
  if (!file) return tl::unexpected(from_seal(file.error()));
  std::error_code error;
  for (unsigned n = 1;; ++n) {
    fs::path path = store.path;
    path.replace_filename(fmt::format("{}-{}{}", store.path.stem().native(), n, seal::kNotesExportSuffix));
    if (fs::exists(path, error)) continue;
    if (auto written = seal::write_file(path, *file); !written)
      return tl::unexpected(from_seal(written.error()));
    return path;
  }
}

/// The notebook, if there can be one; else it says why not, and there is no store.
Result<std::shared_ptr<const Store>> attach_notebook(Opened& opened, const Options& options) {
  Notebook& notebook = opened.workspace->notebook;
  if (options.reviewer_key.empty()) {
    notebook.refuse(
        "Notes are sealed to a key of your own: make one with 'spoor log key -o me.sprk', and start with "
        "--reviewer-key me.sprk.");
    return nullptr;
  }
  if (!has_passphrase(options)) {
    notebook.refuse(
        "Your notes need the passphrase of your key: start with --reviewer-passphrase-file FILE, or set "
        "SPOOR_REVIEWER_PASSPHRASE.");
    return nullptr;
  }
  auto owner = owner_of(opened, options);
  if (!owner) return tl::unexpected(owner.error());
  auto store = open_store(opened, std::move(*owner));
  if (!store) {
    notebook.refuse(store.error().message);
    return nullptr;
  }
  // Damaged notes are never written over: the notebook says so, and has none.
  static_cast<void>(notebook.attach(desk_of(opened, *store)));
  return std::move(*store);
}

NoteExporter::Parts parts_of(Opened& opened, std::shared_ptr<const Store> store) {
  NoteExporter::Parts parts;
  parts.room = opened.admittance.room;
  parts.grant = &opened.grant;
  parts.source = opened.source.get();
  parts.notebook = &opened.workspace->notebook;
  parts.record = [recording = opened.recording.get()](std::vector<seal_log::Event> events) {
    for (seal_log::Event& event : events) recording->recorder().add(std::move(event));
    return recording->recorder().sync();
  };
  parts.keep = [store = std::move(store)](const std::string& markdown) {
    return keep_export(*store, markdown);
  };
  return parts;
}

std::string words_of_allowance(const seal::NoteQuote& quote) {
  if (quote.chars_total == seal::kUnlimited) return {};
  const std::uint32_t left = quote.chars_total - std::min(quote.chars_after, quote.chars_total);
  return fmt::format("{} characters left for notes", find::with_commas(left));
}

}  // namespace

Result<std::shared_ptr<const NoteExporter>> attach_notes(Opened& opened, const Options& options) {
  auto store = attach_notebook(opened, options);
  if (!store) return tl::unexpected(store.error());
  auto exporter = std::make_shared<const NoteExporter>(parts_of(opened, std::move(*store)));
  ExportDesk desk;
  desk.offer = [exporter](const ExportWish& wish) { return exporter->offer(wish, moment_now().wall_unix_s); };
  Workspace* workspace = opened.workspace.get();
  desk.write = [exporter, workspace](const ExportWish& wish) {
    auto done = exporter->write(wish, {}, moment_now().wall_unix_s);
    if (done) workspace->allowance = words_of_allowance(done->quote);
    return done;
  };
  workspace->notes_export.attach(std::move(desk));
  if (const auto now = exporter->offer({false, {}}, moment_now().wall_unix_s); now)
    workspace->allowance = words_of_allowance(now->quote);
  return exporter;
}

Result<std::string> export_and_end(Opened& opened, const Options& options, std::int64_t now_unix_s) {
  if (opened.grant.session().bound_to_room() && !options.output.empty()) {
    opened.recording->refused("room");
    return tl::unexpected(AppError{ExitCode::refused,
                                   "policy: room: Notes that are exported in a room stay there, sealed to "
                                   "you; leave -o out."});
  }
  const auto exporter = attach_notes(opened, options);
  if (!exporter) return tl::unexpected(exporter.error());
  const auto done = (*exporter)->write({!options.without_code, {}}, options.output, now_unix_s);
  if (!done) return tl::unexpected(done.error());
  if (auto closed = opened.recording->close(); !closed) return tl::unexpected(closed.error());
  return describe(*done) + "\n";
}

}  // namespace spoor::app
