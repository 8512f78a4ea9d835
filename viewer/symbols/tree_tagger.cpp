#include "viewer/symbols/tree_tagger.hpp"

#include <tree_sitter/api.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

extern "C" {
const TSLanguage* tree_sitter_go();
const TSLanguage* tree_sitter_java();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_rust();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_typescript();
}

namespace spoor::symbols {
namespace {

/// A node of this type defines its child of field "name" as such a thing.
struct Defines {
  std::string_view type;
  SymbolKind kind;
  bool holds_function = false;  ///< only where its child of field "value" is a function
};

using enum SymbolKind;
constexpr std::array kPython = {Defines{"function_definition", function},
                                Defines{"class_definition", class_type}};
constexpr std::array kJava = {
    Defines{"class_declaration", class_type},  Defines{"interface_declaration", class_type},
    Defines{"record_declaration", class_type}, Defines{"annotation_type_declaration", class_type},
    Defines{"enum_declaration", enum_type},    Defines{"enum_constant", enumerator},
    Defines{"method_declaration", function},   Defines{"constructor_declaration", function}};
constexpr std::array kGo = {Defines{"function_declaration", function},
                            Defines{"method_declaration", function}, Defines{"type_spec", type_alias},
                            Defines{"type_alias", type_alias}, Defines{"const_spec", enumerator}};
constexpr std::array kRust = {Defines{"function_item", function},  Defines{"struct_item", struct_type},
                              Defines{"union_item", union_type},   Defines{"enum_item", enum_type},
                              Defines{"enum_variant", enumerator}, Defines{"trait_item", class_type},
                              Defines{"type_item", type_alias},    Defines{"macro_definition", macro},
                              Defines{"const_item", enumerator}};
constexpr std::array kScript = {Defines{"function_declaration", function},
                                Defines{"generator_function_declaration", function},
                                Defines{"method_definition", function},
                                Defines{"class_declaration", class_type},
                                Defines{"abstract_class_declaration", class_type},
                                Defines{"interface_declaration", class_type},
                                Defines{"enum_declaration", enum_type},
                                Defines{"type_alias_declaration", type_alias},
                                Defines{"variable_declarator", function, true}};

struct TreeLanguage {
  std::string_view ending;
  const TSLanguage* (*parser)();
  std::span<const Defines> defines;
};
constexpr std::array kLanguages = {TreeLanguage{".py", tree_sitter_python, kPython},
                                   TreeLanguage{".pyi", tree_sitter_python, kPython},
                                   TreeLanguage{".java", tree_sitter_java, kJava},
                                   TreeLanguage{".go", tree_sitter_go, kGo},
                                   TreeLanguage{".rs", tree_sitter_rust, kRust},
                                   TreeLanguage{".js", tree_sitter_javascript, kScript},
                                   TreeLanguage{".mjs", tree_sitter_javascript, kScript},
                                   TreeLanguage{".cjs", tree_sitter_javascript, kScript},
                                   TreeLanguage{".jsx", tree_sitter_javascript, kScript},
                                   TreeLanguage{".ts", tree_sitter_typescript, kScript},
                                   TreeLanguage{".tsx", tree_sitter_tsx, kScript}};

const TreeLanguage* language_of(std::string_view path) {
  const auto found = std::find_if(kLanguages.begin(), kLanguages.end(),
                                  [path](const TreeLanguage& l) { return path.ends_with(l.ending); });
  return found == kLanguages.end() ? nullptr : &*found;
}

struct ParserDeleter {
  void operator()(TSParser* parser) const noexcept { ts_parser_delete(parser); }
};
struct TreeDeleter {
  void operator()(TSTree* tree) const noexcept { ts_tree_delete(tree); }
};
using Tree = std::unique_ptr<TSTree, TreeDeleter>;

// The parser reports every hundred of its steps; code takes about one report for 40 bytes.
constexpr std::uint64_t kBytesAReport = 8;
constexpr std::uint64_t kSpareReports = 20'000;

const char* read_text(void* payload, std::uint32_t byte, TSPoint /*position*/, std::uint32_t* bytes_read) {
  const auto& text = *static_cast<const std::string_view*>(payload);
  const std::size_t begin = std::min<std::size_t>(byte, text.size());
  *bytes_read = static_cast<std::uint32_t>(text.size() - begin);
  return text.data() + begin;
}

Tree parse(const TSLanguage* language, std::string_view text) {
  const std::unique_ptr<TSParser, ParserDeleter> parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), language)) return nullptr;
  std::uint64_t left = text.size() / kBytesAReport + kSpareReports;
  const TSInput input{&text, &read_text, TSInputEncodingUTF8, nullptr};
  const TSParseOptions options{&left, [](TSParseState* state) {
                                 auto& reports = *static_cast<std::uint64_t*>(state->payload);
                                 return reports == 0 || --reports == 0;
                               }};
  return Tree(ts_parser_parse_with_options(parser.get(), nullptr, input, options));
}

/// Looks at every named node, without recursion: texts nest as deep as they like.
class Walk {
 public:
  Walk(const TreeLanguage& language, std::string_view text) : language_(language), text_(text) {}

  std::vector<Tag> run(const TSTree& tree) {
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(&tree));
    do look(ts_tree_cursor_current_node(&cursor));
    while (step(cursor));
    ts_tree_cursor_delete(&cursor);
    return std::move(tags_);
  }

 private:
  /// To the next node in the order of the text, a parent before its children.
  static bool step(TSTreeCursor& cursor) {
    if (ts_tree_cursor_goto_first_child(&cursor)) return true;
    while (!ts_tree_cursor_goto_next_sibling(&cursor))
      if (!ts_tree_cursor_goto_parent(&cursor)) return false;
    return true;
  }
  /// Not of a pattern or of something that is computed.
  static bool begins_name(char c) {
    return c == '_' || c == '$' || c == '#' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
  }
  static bool holds_function(const TSNode& node) {
    constexpr std::string_view kValue = "value";
    const TSNode value = ts_node_child_by_field_name(node, kValue.data(), kValue.size());
    if (ts_node_is_null(value)) return false;
    const std::string_view type = ts_node_type(value);
    return type == "arrow_function" || type == "function_expression" || type == "generator_function";
  }
  void look(const TSNode& node) {
    if (!ts_node_is_named(node)) return;
    const std::string_view type = ts_node_type(node);
    const auto defines = std::find_if(language_.defines.begin(), language_.defines.end(),
                                      [type](const Defines& d) { return d.type == type; });
    if (defines == language_.defines.end()) return;
    constexpr std::string_view kName = "name";
    const TSNode name = ts_node_child_by_field_name(node, kName.data(), kName.size());
    if (ts_node_is_null(name) || (defines->holds_function && !holds_function(node))) return;
    const std::size_t begin = ts_node_start_byte(name);
    const std::size_t end = ts_node_end_byte(name);
    if (begin >= end || end > text_.size() || !begins_name(text_[begin])) return;
    const TSPoint last = ts_node_end_point(node);
    // A node that ends at a line's beginning ended with the line before.
    const std::uint32_t last_line = last.column == 0 && last.row > 0 ? last.row - 1 : last.row;
    const std::uint32_t line = ts_node_start_point(name).row;
    tags_.push_back({text_.substr(begin, end - begin), defines->kind, line, std::max(line, last_line)});
  }

  const TreeLanguage& language_;
  std::string_view text_;
  std::vector<Tag> tags_;
};

}  // namespace

bool has_tree_tags(std::string_view path) noexcept {
  return language_of(path) != nullptr;
}

std::vector<Tag> tree_tags(std::string_view path, std::string_view text) {
  const TreeLanguage* language = language_of(path);
  if (language == nullptr || text.size() > kMostParsedBytes) return {};
  const Tree tree = parse(language->parser(), text);
  if (tree == nullptr) return {};
  return Walk(*language, text).run(*tree);
}

}  // namespace spoor::symbols
