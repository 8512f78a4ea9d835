// What frames tell the log, without a window.
#include "viewer/app/recording.hpp"

#include <catch2/catch.hpp>

#include "fake_source.hpp"
#include "tests/unit/log/log_fixtures.hpp"
#include "viewer/app/commands.hpp"
#include "viewer/app/frame_maker.hpp"
#include "watermark/seal/log_head.hpp"

using namespace spoor;
using namespace spoor::app;
using namespace spoor::app::testing;

namespace {

constexpr FrameSize kSize{1200, 800, 1};

std::string code() {
  std::string out;
  for (int i = 1; i <= 900; ++i) out += "int value_" + std::to_string(i) + ";\n";
  return out;
}

struct Stage {
  seal_test::Scratch logs;
  FakeSource source{Files{{"a.c", code()}, {"b.c", code()}}};
  std::unique_ptr<Workspace> workspace = std::move(*Workspace::create(source, 14, ThemeId::dark, {}));
  std::unique_ptr<FrameMaker> frame = std::move(*FrameMaker::create(text::FontId::jetbrains_mono));
  Grant grant = make_grant();
  std::unique_ptr<Recording> recording;

  explicit Stage(std::uint64_t seed = 1) { begin(seed); }
  void begin(std::uint64_t seed) {
    recording.reset();
    RecordingPlan plan;
    plan.directory = logs.path();
    plan.identity = log_test::identity();
    plan.keys = log_test::writer_keys(seed);
    plan.opened = {"R. Name", seal_log::OpenedBy::room};
    plan.reviewer = "R. Name";
    plan.period = std::chrono::hours(1);
    recording = std::move(*Recording::begin(std::move(plan), {}));
  }
  void draw() {
    REQUIRE(frame->make(*workspace, grant, kSize));
    REQUIRE(recording->admit(frame->drawn()));
    recording->presented(frame->drawn(), *workspace, grant);
  }
  template <typename Kind>
  [[nodiscard]] std::vector<Kind> events() const {
    std::vector<Kind> out;
    for (const auto& entry :
         log_test::contents(seal_log::LogWriter::log_path(logs.path(), log_test::kSession)))
      if (const auto* record = std::get_if<seal_log::Record>(&entry.content))
        if (const auto* event = std::get_if<Kind>(&record->event)) out.push_back(*event);
    return out;
  }
  [[nodiscard]] std::vector<std::string> terms() const {
    std::vector<std::string> out;
    for (const auto& entry :
         log_test::contents(seal_log::LogWriter::log_path(logs.path(), log_test::kSession)))
      if (const auto* own = std::get_if<seal_log::Private>(&entry.content)) out.push_back(own->text);
    return out;
  }
};

}  // namespace

TEST_CASE("a lock is recorded once, with its reason, and unlocking by whom", "[recording]") {
  Stage stage;
  REQUIRE(stage.workspace->open("a.c"));
  stage.draw();
  stage.grant.lock(seal_log::LockReason::idle, "Nobody was there.");
  stage.draw();
  stage.draw();
  stage.grant.unlock();
  stage.draw();
  stage.grant.end(seal_log::LockReason::over, "");
  stage.draw();
  REQUIRE(stage.recording->close());
  CHECK(stage.events<seal_log::Locked>() ==
        std::vector<seal_log::Locked>{{seal_log::LockReason::idle}, {seal_log::LockReason::over}});
  CHECK(stage.events<seal_log::Unlocked>() == std::vector<seal_log::Unlocked>{{"R. Name"}});
}

TEST_CASE("what is looked for in a file, in the release and among names is recorded, each once",
          "[recording]") {
  Stage stage;
  REQUIRE(stage.workspace->open("a.c"));
  stage.draw();
  Finder& finder = stage.workspace->finder();
  finder.in_file.shown = true;
  finder.in_file.form.text = "value_7";
  stage.draw();
  stage.draw();
  finder.in_file.shown = false;
  finder.in_tree.shown = true;
  finder.in_tree.form.text = "value_8";
  stage.draw();
  finder.in_tree.shown = false;
  apply(Action::open_file, *stage.workspace, stage.frame->metrics(), stage.frame->panes());
  stage.workspace->picker.text = "b.c";  // a path is no search
  stage.draw();
  stage.workspace->picker.open(PickerKind::symbols);
  stage.workspace->picker.text = "value_9";
  stage.draw();
  REQUIRE(stage.recording->close());
  auto terms = stage.terms();
  std::sort(terms.begin(), terms.end());
  CHECK(terms == std::vector<std::string>{"value_7", "value_8", "value_9"});
  CHECK(stage.events<seal_log::Searched>().size() == 3);
}

TEST_CASE("lines that a search lists are recorded before they are shown", "[recording]") {
  Stage stage;
  Finder& finder = stage.workspace->finder();
  finder.in_tree.shown = true;
  finder.in_tree.form.text = "value_700;";
  bool announced = false;
  for (int i = 0; i < 2000 && !announced; ++i) {
    stage.draw();
    for (const auto& window : stage.events<seal_log::AboutToShow>())
      announced =
          announced || (window.lines.path == "b.c" && window.lines.first <= 700 && window.lines.last >= 700);
  }
  CHECK(announced);
}

TEST_CASE("the receipt agrees with the log, and the next opening knows the place", "[recording]") {
  Stage stage;
  REQUIRE(stage.workspace->open("b.c", 400));
  stage.draw();
  const auto receipt = stage.recording->close_with_receipt();
  REQUIRE(receipt);
  const auto text = log_test::file_bytes(receipt->text);
  const std::string words(text.begin(), text.end());
  const auto head = seal_log::open_note(seal_log::note_within(words), log_test::room_key(), "receipt");
  REQUIRE(head);
  auto bytes = seal_log::FileLog::open(seal_log::LogWriter::log_path(stage.logs.path(), log_test::kSession));
  REQUIRE(bytes);
  const std::vector<seal_log::Head> kept{head->head};
  CHECK(seal_log::verify_log(*bytes, "log", kept));
  stage.begin(2);
  const auto place = stage.recording->recorder().last_place();
  REQUIRE(place);
  CHECK(place->path == "b.c");
  CHECK(place->line == 400);
}
