#include "viewer/app/symbols.hpp"

#include <algorithm>
#include <utility>

namespace spoor::app {

void Symbols::hover_over(const std::string& word, const gpu::Box& box, const std::string& path) {
  if (hover.name == word && hover.word == box) return;
  end_hover();
  hover.name = word;
  hover.word = box;
  desk.ask(SymbolWish::hover, word, path);
}

void Symbols::end_hover() {
  if (hover.name.empty()) return;
  desk.forget(SymbolWish::hover);
  hover = {};
}

void Symbols::open_hover(const Meaning& meaning) {
  if (meaning.name != hover.name || meaning.definitions.empty()) return;
  hover.definitions = meaning.definitions;
  hover.excerpt.open(*source_, hover.definitions.front(), on_change_);
}

void Symbols::open_peek(Meaning meaning) {
  end_hover();
  peek = {};
  peek.name = std::move(meaning.name);
  peek.definitions = std::move(meaning.definitions);
  peek.excerpt.open(*source_, peek.definitions.front(), on_change_);
}

void Symbols::step_peek(std::int64_t steps) {
  if (!peek.shown()) return;
  const auto last = static_cast<std::int64_t>(peek.definitions.size()) - 1;
  const auto at = std::clamp<std::int64_t>(static_cast<std::int64_t>(peek.at) + steps, 0, last);
  if (static_cast<std::size_t>(at) == peek.at) return;
  peek.at = static_cast<std::size_t>(at);
  peek.excerpt.open(*source_, peek.definitions[peek.at], on_change_);
}

void Symbols::close_peek() {
  peek = {};
}

void Symbols::close() {
  end_hover();
  close_peek();
  outline.clear();
  desk.clear();
}

std::uint64_t Symbols::revision() const {
  std::uint64_t revision = desk.revision();
  for (const Excerpt* excerpt : {&hover.excerpt, &peek.excerpt})
    if (const Editor* editor = excerpt->editor(); editor != nullptr)
      revision += editor->document()->revision();
  return revision;
}

}  // namespace spoor::app
