#include "viewer/app/find_inputs.hpp"

#include <algorithm>
#include <vector>

namespace spoor::app {
namespace {

enum Owner : std::uint64_t { kFieldOwner = 16 };  // plus the focus: of rows in the cache

/// A field or a switch, where it is.
struct Input {
  gpu::Box box{};
  Focus field = Focus::code;  ///< of a field
  const char* hint = "";
  std::string* text = nullptr;
  const char* sign = "";  ///< of a switch
  bool* on = nullptr;
};

/// Lays inputs out from left to right.
class Line {
 public:
  Line(const Metrics& m, const gpu::Box& box, std::vector<Input>& out)
      : m_(m), x_px_(box.x_px + m.px(10)), end_px_(box.x_px + box.width_px - m.px(6)), out_(out) {
    height_px_ = std::min(m.px(27), box.height_px);
    y_px_ = box.y_px + (box.height_px - height_px_) / 2;
  }
  void field(Focus focus, const char* hint, std::string& text, int width_px) {
    Input input;
    input.field = focus;
    input.hint = hint;
    input.text = &text;
    place(input, width_px);
  }
  void toggle(const char* sign, bool& on) {
    Input input;
    input.sign = sign;
    input.on = &on;
    place(input, m_.px(30));
  }
  [[nodiscard]] gpu::Box rest() const { return {x_px_, y_px_, std::max(0, end_px_ - x_px_), height_px_}; }

 private:
  void place(Input input, int width_px) {
    input.box = {x_px_, y_px_, std::min(width_px, end_px_ - x_px_), height_px_};
    x_px_ += width_px + m_.px(6);
    if (input.box.width_px > m_.px(20)) out_.push_back(input);
  }

  const Metrics& m_;
  int x_px_;
  int end_px_;
  int y_px_ = 0;
  int height_px_ = 0;
  std::vector<Input>& out_;
};

struct Inputs {
  std::vector<Input> all;
  gpu::Box bar_status;  ///< behind the search in the file
};

void add_toggles(Line& line, FindForm& form) {
  line.toggle("Aa", form.match_case);
  line.toggle("ab|", form.whole_word);
  line.toggle(".*", form.regexp);
}

Inputs lay_out(Workspace& w, const Metrics& m, const Panes& panes) {
  Inputs inputs;
  if (panes.tree_filter.height_px > 0) {
    Line line(m, panes.tree_filter, inputs.all);
    line.field(Focus::tree_filter, "filter the tree", w.tree_filter, panes.tree_filter.width_px - m.px(20));
  }
  if (panes.view.bar.height_px > 0) {
    Line line(m, panes.view.bar, inputs.all);
    line.field(Focus::find_file, "find in this file", w.finder().in_file.form.text,
               std::clamp(panes.view.bar.width_px / 2, m.px(120), m.px(420)));
    add_toggles(line, w.finder().in_file.form);
    inputs.bar_status = line.rest();
  }
  if (panes.find_head.height_px > 0 && w.finder().in_tree.shown) {
    const gpu::Box row{panes.find_head.x_px, panes.find_head.y_px + m.line_width_px, panes.find_head.width_px,
                       panes.find_head.height_px / 2 + m.px(4)};
    Line line(m, row, inputs.all);
    FindForm& form = w.finder().in_tree.form;
    line.field(Focus::find_tree, "find in the whole release", form.text, row.width_px * 2 / 5);
    add_toggles(line, form);
    line.toggle("\\n", form.multi_line);
    line.field(Focus::find_globs, "paths: *.c, drivers, !tools", form.globs, row.width_px / 4);
  }
  return inputs;
}

}  // namespace

Drawn draw_find_inputs(Canvas& canvas, Workspace& w, const Panes& panes) {
  const Theme& t = canvas.theme;
  const Metrics& m = canvas.metrics;
  canvas.scene.add_rect(panes.view.bar, t.surface.bar);
  const Inputs inputs = lay_out(w, m, panes);
  for (const Input& input : inputs.all) {
    if (input.text != nullptr) {
      const FieldCaret* caret = w.focus == input.field ? &w.caret : nullptr;
      const auto owner = kFieldOwner + static_cast<std::uint64_t>(input.field);
      if (auto drawn = draw_field(canvas, {input.box, input.hint, caret}, *input.text, owner); !drawn)
        return drawn;
    } else {
      if (*input.on) add_frame(canvas, input.box, t.surface.accent, t.surface.selection);
      canvas.labels.push_back(
          {input.box, input.sign, *input.on ? t.label.text : t.label.muted, Align::centre});
    }
  }
  const FileFinder& finder = w.finder().in_file;
  if (inputs.bar_status.width_px > m.px(40))
    canvas.labels.push_back(
        {inputs.bar_status, finder.status(), finder.failed() ? t.label.warning : t.label.muted});
  return {};
}

bool press_find_inputs(Workspace& w, const Metrics& metrics, const Panes& panes, double x_px, double y_px) {
  for (const Input& input : lay_out(w, metrics, panes).all) {
    if (!input.box.contains(x_px, y_px)) continue;
    if (input.on != nullptr) *input.on = !*input.on;
    if (input.text != nullptr && w.focus != input.field) w.focus_on(input.field);
    return true;
  }
  return false;
}

}  // namespace spoor::app
