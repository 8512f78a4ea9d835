#include "viewer/code/grammar.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

extern "C" {
const TSLanguage* tree_sitter_bash();
const TSLanguage* tree_sitter_c();
const TSLanguage* tree_sitter_cpp();
const TSLanguage* tree_sitter_css();
const TSLanguage* tree_sitter_go();
const TSLanguage* tree_sitter_html();
const TSLanguage* tree_sitter_java();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_json();
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_rust();
const TSLanguage* tree_sitter_toml();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_typescript();
const TSLanguage* tree_sitter_yaml();
}

namespace spoor::code {
namespace {

using ParserEntry = const TSLanguage* (*)();
constexpr std::array<ParserEntry, kLanguages> kParsers = {
    tree_sitter_c,          tree_sitter_cpp,  tree_sitter_python, tree_sitter_java, tree_sitter_javascript,
    tree_sitter_typescript, tree_sitter_tsx,  tree_sitter_go,     tree_sitter_rust, tree_sitter_bash,
    tree_sitter_json,       tree_sitter_html, tree_sitter_css,    tree_sitter_yaml, tree_sitter_toml};

// Names that the packages' queries use beside those of TokenClass.
constexpr std::pair<std::string_view, TokenClass> kCaptureNames[] = {
    {"boolean", TokenClass::constant},         {"constructor", TokenClass::type},
    {"delimiter", TokenClass::punctuation},    {"embedded", TokenClass::plain},
    {"function.builtin", TokenClass::builtin}, {"namespace", TokenClass::module},
    {"string.escape", TokenClass::escape},     {"string.special.key", TokenClass::property},
    {"variable.builtin", TokenClass::builtin}, {"variable.parameter", TokenClass::parameter},
};

struct PatternRules {
  std::vector<Predicate> predicates;
  bool usable = true;
};

std::string_view query_string(const TSQuery& query, std::uint32_t id) noexcept {
  std::uint32_t length = 0;
  const char* text = ts_query_string_value_for_id(&query, id, &length);
  return {text, length};
}

/// One predicate from its steps: the operator's name, then its arguments. False if the pattern must not be
/// used.
bool add_predicate(const TSQuery& query, const TSQueryPredicateStep* begin, const TSQueryPredicateStep* end,
                   std::vector<Predicate>& out) {
  if (begin == end || begin->type != TSQueryPredicateStepTypeString) return false;
  std::string_view name = query_string(query, begin->value_id);
  // Directives ("set!") and properties ("is-not? local", which needs scopes) do not restrict what we draw.
  if (name.ends_with('!') || name == "is?" || name == "is-not?") return true;
  if (!name.ends_with('?')) return false;
  name.remove_suffix(1);
  std::vector<Predicate::Argument> arguments;
  for (const auto* step = begin + 1; step != end; ++step) {
    if (step->type == TSQueryPredicateStepTypeCapture)
      arguments.push_back({true, step->value_id, {}});
    else
      arguments.push_back({false, 0, std::string(query_string(query, step->value_id))});
  }
  auto predicate = Predicate::compile(name, arguments);
  if (!predicate) return false;
  out.push_back(std::move(*predicate));
  return true;
}

PatternRules pattern_rules(const TSQuery& query, std::uint32_t pattern) {
  PatternRules rules;
  std::uint32_t count = 0;
  const TSQueryPredicateStep* steps = ts_query_predicates_for_pattern(&query, pattern, &count);
  std::uint32_t begin = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (steps[i].type != TSQueryPredicateStepTypeDone) continue;
    rules.usable = add_predicate(query, steps + begin, steps + i, rules.predicates) && rules.usable;
    begin = i + 1;
  }
  return rules;
}

template <std::size_t I>
const Grammar* lazy_grammar() {
  // An immutable table that is made when it is first needed: C++'s takes tens of milliseconds.
  static const tl::expected<Grammar, std::string> grammar =
      compile_grammar(kParsers[I](), query_text(static_cast<Language>(I)));
  return grammar ? &*grammar : nullptr;
}

template <std::size_t... I>
const Grammar* lazy_grammar_at(std::size_t index, std::index_sequence<I...> /*all*/) {
  constexpr std::array<const Grammar* (*)(), sizeof...(I)> getters = {&lazy_grammar<I>...};
  return getters[index]();
}

}  // namespace

TokenClass token_of_capture(std::string_view capture) noexcept {
  while (!capture.empty()) {
    for (const auto& [name, token] : kCaptureNames)
      if (name == capture) return token;
    if (const auto token = token_class_by_name(capture)) return *token;
    const auto dot = capture.rfind('.');
    if (dot == std::string_view::npos) break;
    capture = capture.substr(0, dot);
  }
  return TokenClass::plain;
}

tl::expected<Grammar, std::string> compile_grammar(const TSLanguage* parser, const QueryText& text) {
  const std::string source = fmt::format("{}\n{}", text.packaged, text.added);
  std::uint32_t error_offset = 0;
  TSQueryError error = TSQueryErrorNone;
  Grammar grammar;
  grammar.parser = parser;
  grammar.query.reset(
      ts_query_new(parser, source.data(), static_cast<std::uint32_t>(source.size()), &error_offset, &error));
  if (!grammar.query)
    return tl::make_unexpected(fmt::format("the highlight query does not compile (error {}) at: {}",
                                           static_cast<int>(error), source.substr(error_offset, 60)));
  const std::uint32_t count = ts_query_pattern_count(grammar.query.get());
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t at = ts_query_start_byte_for_pattern(grammar.query.get(), i);
    const bool ours = at > text.packaged.size();
    PatternRules rules = pattern_rules(*grammar.query, i);
    if (!rules.usable)
      return tl::make_unexpected(fmt::format("unknown predicate in the pattern: {}", source.substr(at, 60)));
    grammar.patterns.push_back(
        {std::move(rules.predicates), ours || !text.packaged_first_wins ? count + i : count - i});
  }
  for (std::uint32_t i = 0; i < ts_query_capture_count(grammar.query.get()); ++i) {
    std::uint32_t length = 0;
    const char* name = ts_query_capture_name_for_id(grammar.query.get(), i, &length);
    grammar.captures.push_back(token_of_capture({name, length}));
  }
  return grammar;
}

const TSLanguage* parser_of(Language language) noexcept {
  return kParsers[static_cast<std::size_t>(language)]();
}

const Grammar* grammar_of(Language language) {
  return lazy_grammar_at(static_cast<std::size_t>(language), std::make_index_sequence<kLanguages>{});
}

}  // namespace spoor::code
