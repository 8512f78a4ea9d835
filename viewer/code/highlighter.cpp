#include "viewer/code/highlighter.hpp"

#include <tree_sitter/api.h>

#include <algorithm>
#include <memory>

#include "viewer/code/grammar.hpp"
#include "viewer/code/paint.hpp"

namespace spoor::code {
namespace {

struct ParserDeleter {
  void operator()(TSParser* parser) const noexcept { ts_parser_delete(parser); }
};
struct TreeDeleter {
  void operator()(TSTree* tree) const noexcept { ts_tree_delete(tree); }
};
struct CursorDeleter {
  void operator()(TSQueryCursor* cursor) const noexcept { ts_query_cursor_delete(cursor); }
};
using Tree = std::unique_ptr<TSTree, TreeDeleter>;

/// States of matches that the query keeps at once: enough for real code, and a bound on what hostile text
/// costs (a match beyond it loses its colour, no more). The runtime's own highlighter and editors use 64 to
/// 256.
constexpr std::uint32_t kMatchLimit = 256;

class Budget {
 public:
  explicit Budget(const HighlightLimits& limits)
      : limits_(limits), deadline_(std::chrono::steady_clock::now() + limits.time) {}

  [[nodiscard]] bool spent() {
    if (!verdict_ && limits_.stop && limits_.stop()) verdict_ = HighlightError::stopped;
    if (!verdict_ && std::chrono::steady_clock::now() >= deadline_) verdict_ = HighlightError::too_slow;
    return verdict_.has_value();
  }
  [[nodiscard]] std::optional<HighlightError> verdict() const { return verdict_; }

 private:
  const HighlightLimits& limits_;
  std::chrono::steady_clock::time_point deadline_;
  std::optional<HighlightError> verdict_;
};

const char* read_text(void* payload, std::uint32_t byte, TSPoint /*position*/, std::uint32_t* bytes_read) {
  const auto& text = *static_cast<const std::string_view*>(payload);
  const std::size_t begin = std::min<std::size_t>(byte, text.size());
  *bytes_read = static_cast<std::uint32_t>(text.size() - begin);
  return text.data() + begin;
}

tl::expected<Tree, HighlightError> parse(std::string_view text, const Grammar& grammar, Budget& budget) {
  const std::unique_ptr<TSParser, ParserDeleter> parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), grammar.parser))
    return tl::make_unexpected(HighlightError::no_grammar);
  const TSInput input{&text, &read_text, TSInputEncodingUTF8, nullptr};
  const TSParseOptions options{
      &budget, [](TSParseState* state) { return static_cast<Budget*>(state->payload)->spent(); }};
  Tree tree(ts_parser_parse_with_options(parser.get(), nullptr, input, options));
  if (!tree) return tl::make_unexpected(budget.verdict().value_or(HighlightError::no_grammar));
  return tree;
}

bool predicates_hold(const Pattern& pattern, const TSQueryMatch& match, std::string_view text) {
  return std::all_of(pattern.predicates.begin(), pattern.predicates.end(),
                     [&](const Predicate& p) { return p.holds(match, text); });
}

tl::expected<std::vector<Capture>, HighlightError> captures_of(const TSTree& tree, std::string_view text,
                                                               const Grammar& grammar, Budget& budget) {
  const std::unique_ptr<TSQueryCursor, CursorDeleter> cursor(ts_query_cursor_new());
  ts_query_cursor_set_match_limit(cursor.get(), kMatchLimit);
  const TSQueryCursorOptions options{
      &budget, [](TSQueryCursorState* state) { return static_cast<Budget*>(state->payload)->spent(); }};
  ts_query_cursor_exec_with_options(cursor.get(), grammar.query.get(), ts_tree_root_node(&tree), &options);
  std::vector<Capture> captures;
  TSQueryMatch match{};
  while (ts_query_cursor_next_match(cursor.get(), &match)) {
    const Pattern& pattern = grammar.patterns[match.pattern_index];
    if (!predicates_hold(pattern, match, text)) continue;
    for (std::uint16_t i = 0; i < match.capture_count; ++i) {
      const TSQueryCapture& capture = match.captures[i];
      captures.push_back({ts_node_start_byte(capture.node), ts_node_end_byte(capture.node), pattern.rank,
                          grammar.captures[capture.index]});
    }
  }
  if (const auto verdict = budget.verdict()) return tl::make_unexpected(*verdict);
  return captures;
}

}  // namespace

tl::expected<std::vector<Run>, HighlightError> highlight(std::string_view text, Language language,
                                                         const HighlightLimits& limits) {
  if (text.size() > Run::kMaxLength) return tl::make_unexpected(HighlightError::too_large);
  const Grammar* grammar = grammar_of(language);
  if (grammar == nullptr) return tl::make_unexpected(HighlightError::no_grammar);
  Budget budget(limits);
  const auto tree = parse(text, *grammar, budget);
  if (!tree) return tl::make_unexpected(tree.error());
  auto captures = captures_of(**tree, text, *grammar, budget);
  if (!captures) return tl::make_unexpected(captures.error());
  return paint(std::move(*captures));
}

}  // namespace spoor::code
