#include "viewer/app/recording.hpp"

#include <fmt/format.h>

#include <utility>

#include "watermark/seal/atomic_file.hpp"
#include "watermark/seal/log_receipt.hpp"
#include "watermark/seal/release_files.hpp"

namespace spoor::app {
namespace {

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

std::int64_t now_unix_s() {
  return seal_log::system_moment().unix_ms / 1000;
}

}  // namespace

Result<std::unique_ptr<Recording>> Recording::begin(RecordingPlan plan, std::function<void()> on_failure) {
  auto writer = seal_log::LogWriter::open(plan.directory, plan.identity, plan.keys, now_unix_s());
  if (!writer) return tl::unexpected(from_seal(writer.error()));
  seal_log::RecorderOptions options;
  options.on_failure = std::move(on_failure);
  options.period = plan.period;
  auto recorder = seal_log::Recorder::begin(std::move(*writer), plan.opened, std::move(options));
  if (!recorder) return tl::unexpected(from_seal(recorder.error()));
  return std::unique_ptr<Recording>(new Recording(std::move(plan), std::move(*recorder)));
}

std::string Recording::recorded(std::string_view path) const {
  return seal::recorded_path(release_, path);
}

std::vector<seal_log::Lines> Recording::recorded(const DrawnLines& drawn) const {
  return drawn.lines(release_);
}

bool Recording::admit(const DrawnLines& drawn) {
  return recorder_->ensure(recorded(drawn));
}

void Recording::presented(const DrawnLines& drawn, const Workspace& workspace, const Grant& grant) {
  if (!grant.shows()) {
    if (std::exchange(locked_, true)) return;
    recorder_->shown({});
    recorder_->add(seal_log::Locked{grant.why()});
    return;
  }
  if (std::exchange(locked_, false)) recorder_->add(seal_log::Unlocked{plan_.reviewer});
  recorder_->shown(recorded(drawn));
  if (const Editor* editor = workspace.active(); editor != nullptr && editor->arrived())
    recorder_->at(
        {seal::recorded_path(release_, editor->path()), editor->current_line(), editor->first_column()});
  looked_for(workspace);
}

void Recording::looked_for(const Workspace& workspace) {
  const Finder& finder = workspace.finder();
  // While a field is hidden its text is only what was looked for last.
  if (finder.in_file.shown && std::exchange(file_term_, finder.in_file.form.text) != finder.in_file.form.text)
    recorder_->search(seal_log::SearchScope::file, finder.in_file.form.text);
  if (finder.in_tree.shown && std::exchange(tree_term_, finder.in_tree.form.text) != finder.in_tree.form.text)
    recorder_->search(seal_log::SearchScope::release, finder.in_tree.form.text);
  const Picker& picker = workspace.picker;
  if (picker.kind() == PickerKind::symbols && std::exchange(symbol_term_, picker.text) != picker.text)
    recorder_->search(seal_log::SearchScope::release, picker.text);
}

bool Recording::picture(const DrawnLines& drawn) {
  if (!admit(drawn)) return false;
  for (seal_log::Lines& lines : recorded(drawn)) recorder_->add(seal_log::Shown{std::move(lines), 0, false});
  return recorder_->sync();
}

void Recording::refused(std::string_view clause) {
  recorder_->add(seal_log::Refused{std::string(clause)});
}

Result<void> Recording::close() {
  recorder_->close();
  if (auto why = recorder_->failure(); !why.empty())
    return tl::unexpected(AppError{ExitCode::failed, std::move(why)});
  return {};
}

Result<ReceiptFiles> Recording::close_with_receipt() {
  if (auto closed = close(); !closed) return tl::unexpected(closed.error());
  auto note = recorder_->note();
  if (!note) return tl::unexpected(from_seal(note.error()));
  const auto head = seal_log::open_note(*note, plan_.identity.room_key, "head");
  if (!head) return tl::unexpected(from_seal(head.error()));
  const seal_log::Receipt receipt{std::move(*note), head->head, plan_.reviewer, plan_.release};
  const auto pdf = seal_log::receipt_pdf(receipt);
  if (!pdf) return tl::unexpected(from_seal(pdf.error()));
  const std::string name = fmt::format("{}-receipt", plan_.identity.session);
  ReceiptFiles out{plan_.directory / (name + ".txt"), plan_.directory / (name + ".pdf")};
  auto done = seal::write_file(out.text, seal::as_bytes(seal_log::receipt_text(receipt)));
  if (done) done = seal::write_file(out.page, *pdf);
  if (!done) return tl::unexpected(from_seal(done.error()));
  return out;
}

}  // namespace spoor::app
