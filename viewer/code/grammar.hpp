// A language ready for highlighting: its parser, its compiled query, and what each capture is drawn as.
#pragma once

#include <tree_sitter/api.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "viewer/code/language.hpp"
#include "viewer/code/predicate.hpp"
#include "viewer/code/query_text.hpp"
#include "viewer/code/token.hpp"

namespace spoor::code {

struct QueryDeleter {
  void operator()(TSQuery* query) const noexcept { ts_query_delete(query); }
};

struct Pattern {
  std::vector<Predicate> predicates;
  /// Where two patterns capture the same node, the one of the higher rank wins.
  std::uint32_t rank = 0;
};

struct Grammar {
  const TSLanguage* parser = nullptr;
  std::unique_ptr<TSQuery, QueryDeleter> query;
  std::vector<Pattern> patterns;     ///< by pattern index
  std::vector<TokenClass> captures;  ///< by capture index
};

/// Compiles a query for a language. The error says what does not compile: it is a fault of the build, found
/// by tests, and the language is then shown plain.
[[nodiscard]] tl::expected<Grammar, std::string> compile_grammar(const TSLanguage* parser,
                                                                 const QueryText& text);

/// Compiled at first use, once a program; safe from any thread. nullptr if its query does not compile.
[[nodiscard]] const Grammar* grammar_of(Language language);
[[nodiscard]] const TSLanguage* parser_of(Language language) noexcept;

/// The class that a capture is drawn as, by its longest known dotted prefix ("keyword.control" -> keyword).
/// Unknown names are plain.
[[nodiscard]] TokenClass token_of_capture(std::string_view capture) noexcept;

}  // namespace spoor::code
