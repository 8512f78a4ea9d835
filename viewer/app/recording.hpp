// Between the window and the log: what a frame draws is recorded before it is shown, and what was looked at,
// for how long and where, while it is.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "viewer/app/drawn_lines.hpp"
#include "viewer/app/error.hpp"
#include "viewer/app/finder.hpp"
#include "viewer/app/grant.hpp"
#include "viewer/app/workspace.hpp"
#include "watermark/seal/recorder.hpp"

namespace spoor::app {

/// What a log is opened with.
struct RecordingPlan {
  std::filesystem::path directory;  ///< of the room's logs
  seal_log::LogIdentity identity;
  seal_log::WriterKeys keys;
  seal_log::Opened opened;
  std::string reviewer;  ///< for the receipt
  std::string release;
  std::chrono::milliseconds period{1000};  ///< between two groups of what was shown
};

/// Where a receipt lies.
struct ReceiptFiles {
  std::filesystem::path text;
  std::filesystem::path page;
};

class Recording {
 public:
  /// on_failure: from any thread, where nothing more can be recorded. Errors: those of LogWriter::open and
  /// of writing.
  static Result<std::unique_ptr<Recording>> begin(RecordingPlan plan, std::function<void()> on_failure);

  /// What is drawn from here on is of this release, of an archive that has several; empty: of its only one.
  void reads(std::string release) { release_ = std::move(release); }
  /// The path of a file of it, as the log names it.
  [[nodiscard]] std::string recorded(std::string_view path) const;

  /// To be called before a frame is shown. False: it must not be, and failure() says why.
  [[nodiscard]] bool admit(const DrawnLines& drawn);
  /// To be called once it is on screen: what the grant lets it show.
  void presented(const DrawnLines& drawn, const Workspace& workspace, const Grant& grant);
  /// The window shows nothing, as when it is made an icon.
  void hidden() { recorder_->shown({}); }
  /// Before a picture of these lines is handed out: durable on return. How long it is looked at, nobody
  /// knows: it is recorded as shown for 0 ms. False: it must not be, and failure() says why.
  [[nodiscard]] bool picture(const DrawnLines& drawn);
  /// A clause of the policy refused something.
  void refused(std::string_view clause);
  /// Why nothing may be shown any more; empty: it may.
  [[nodiscard]] std::string failure() const { return recorder_->failure(); }
  [[nodiscard]] seal_log::Recorder& recorder() { return *recorder_; }

  /// Ends the log. Error: failed, where it could not be written.
  Result<void> close();
  /// The same, and leaves the receipt beside it: SESSION-receipt.txt and .pdf. Errors: failed.
  Result<ReceiptFiles> close_with_receipt();

 private:
  Recording(RecordingPlan plan, std::unique_ptr<seal_log::Recorder> recorder)
      : plan_(std::move(plan)), recorder_(std::move(recorder)) {}
  void looked_for(const Workspace& workspace);
  /// As the log names them.
  [[nodiscard]] std::vector<seal_log::Lines> recorded(const DrawnLines& drawn) const;

  RecordingPlan plan_;
  std::unique_ptr<seal_log::Recorder> recorder_;
  std::string release_;
  std::string file_term_;
  std::string tree_term_;
  std::string symbol_term_;
  bool locked_ = false;
};

}  // namespace spoor::app
