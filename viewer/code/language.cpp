#include "viewer/code/language.hpp"

#include <algorithm>
#include <cctype>

namespace spoor::code {
namespace {

struct NameRule {
  std::string_view name;
  Language language;
};

constexpr std::array<std::string_view, kLanguages> kNames = {
    "C",    "C++",  "Python", "Java", "JavaScript", "TypeScript", "TypeScript (TSX)", "Go", "Rust",
    "Bash", "JSON", "HTML",   "CSS",  "YAML",       "TOML"};

constexpr NameRule kFileNames[] = {
    {"PKGBUILD", Language::bash},      {".bashrc", Language::bash},    {".profile", Language::bash},
    {".bash_profile", Language::bash}, {".zshrc", Language::bash},     {"SConstruct", Language::python},
    {"SConscript", Language::python},  {"wscript", Language::python},  {"BUCK", Language::python},
    {".babelrc", Language::json},      {".eslintrc", Language::json},  {".clang-format", Language::yaml},
    {".clang-tidy", Language::yaml},   {"Cargo.lock", Language::toml}, {"poetry.lock", Language::toml},
    {"Pipfile", Language::toml},
};

// Exact in case: ".C" and ".H" are C++, ".c" is C.
constexpr NameRule kExtensions[] = {
    {"c", Language::c},
    {"h", Language::c},
    {"cc", Language::cpp},
    {"cpp", Language::cpp},
    {"cxx", Language::cpp},
    {"c++", Language::cpp},
    {"C", Language::cpp},
    {"hh", Language::cpp},
    {"hpp", Language::cpp},
    {"hxx", Language::cpp},
    {"h++", Language::cpp},
    {"H", Language::cpp},
    {"ipp", Language::cpp},
    {"inl", Language::cpp},
    {"tcc", Language::cpp},
    {"tpp", Language::cpp},
    {"cu", Language::cpp},
    {"cuh", Language::cpp},
    {"ino", Language::cpp},
    {"py", Language::python},
    {"pyi", Language::python},
    {"pyw", Language::python},
    {"bzl", Language::python},
    {"java", Language::java},
    {"js", Language::javascript},
    {"mjs", Language::javascript},
    {"cjs", Language::javascript},
    {"jsx", Language::javascript},
    {"ts", Language::typescript},
    {"mts", Language::typescript},
    {"cts", Language::typescript},
    {"tsx", Language::tsx},
    {"go", Language::go},
    {"rs", Language::rust},
    {"sh", Language::bash},
    {"bash", Language::bash},
    {"zsh", Language::bash},
    {"ksh", Language::bash},
    {"ebuild", Language::bash},
    {"json", Language::json},
    {"jsonl", Language::json},
    {"geojson", Language::json},
    {"webmanifest", Language::json},
    {"ipynb", Language::json},
    {"html", Language::html},
    {"htm", Language::html},
    {"xhtml", Language::html},
    {"css", Language::css},
    {"yaml", Language::yaml},
    {"yml", Language::yaml},
    {"toml", Language::toml},
};

// Modes of Emacs's first-line comment ("-*- C++ -*-", "-*- mode: python; ... -*-"), in lower case.
constexpr NameRule kModes[] = {
    {"c", Language::c},           {"c++", Language::cpp},
    {"python", Language::python}, {"java", Language::java},
    {"go", Language::go},         {"rust", Language::rust},
    {"sh", Language::bash},       {"shell-script", Language::bash},
    {"js", Language::javascript}, {"javascript", Language::javascript},
    {"json", Language::json},     {"html", Language::html},
    {"css", Language::css},       {"yaml", Language::yaml},
    {"toml", Language::toml},
};

constexpr NameRule kInterpreters[] = {
    {"sh", Language::bash},         {"bash", Language::bash},         {"dash", Language::bash},
    {"ksh", Language::bash},        {"zsh", Language::bash},          {"python", Language::python},
    {"node", Language::javascript}, {"nodejs", Language::javascript}, {"deno", Language::typescript},
};

template <std::size_t N>
std::optional<Language> look_up(const NameRule (&rules)[N], std::string_view name) noexcept {
  const auto* found =
      std::find_if(std::begin(rules), std::end(rules), [&](const NameRule& r) { return r.name == name; });
  if (found == std::end(rules)) return std::nullopt;
  return found->language;
}

constexpr std::string_view kBlanks = " \t\r";

std::string_view first_word(std::string_view text) noexcept {
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin);
  return text.substr(0, text.find_first_of(kBlanks));
}

std::string_view base_name(std::string_view path) noexcept {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::optional<Language> by_mode_line(std::string_view line) noexcept {
  constexpr std::string_view mark = "-*-";
  const auto begin = line.find(mark);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = line.find(mark, begin + mark.size());
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view inside = line.substr(begin + mark.size(), end - begin - mark.size());
  constexpr std::string_view key = "mode:";
  if (const auto at = inside.find(key); at != std::string_view::npos) inside.remove_prefix(at + key.size());
  inside = first_word(inside.substr(0, inside.find(';')));
  std::array<char, 16> lower{};
  if (inside.size() > lower.size()) return std::nullopt;
  std::transform(inside.begin(), inside.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return look_up(kModes, {lower.data(), inside.size()});
}

std::optional<Language> by_interpreter(std::string_view line) noexcept {
  if (!line.starts_with("#!")) return std::nullopt;
  line.remove_prefix(2);
  std::string_view word = first_word(line);
  std::string_view program = base_name(word);
  while (program == "env" || program.starts_with('-')) {  // "#!/usr/bin/env -S python3 -u"
    line.remove_prefix(static_cast<std::size_t>(word.data() + word.size() - line.data()));
    word = first_word(line);
    program = base_name(word);
  }
  program = program.substr(0, program.find_first_of("0123456789."));  // python3.11
  return look_up(kInterpreters, program);
}

/// Lines that C cannot hold. A guess for colours only, so a comment's text may fool it.
bool looks_like_cpp(std::string_view head) noexcept {
  constexpr std::string_view starts[] = {"class ",     "namespace ",     "template<",        "template <",
                                         "using ",     "public:",        "private:",         "protected:",
                                         "constexpr ", "extern \"C++\"", "inline namespace "};
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find('\n'));
    const auto begin = std::min(line.find_first_not_of(kBlanks), line.size());
    const std::string_view text = line.substr(begin);
    for (const std::string_view start : starts)
      if (text.starts_with(start)) return true;
    head.remove_prefix(std::min(head.size(), line.size() + 1));
  }
  return false;
}

}  // namespace

std::string_view language_name(Language language) noexcept {
  return kNames[static_cast<std::size_t>(language)];
}

std::optional<Language> detect_language(std::string_view path, std::string_view head) noexcept {
  head = head.substr(0, kDetectBytes);
  const std::string_view name = base_name(path);
  if (const auto language = look_up(kFileNames, name)) return language;
  const std::string_view first_line = head.substr(0, head.find('\n'));
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos) {
    const std::string_view extension = name.substr(dot + 1);
    if (extension == "h") {
      if (const auto mode = by_mode_line(first_line)) return mode;
      return looks_like_cpp(head) ? Language::cpp : Language::c;
    }
    if (const auto language = look_up(kExtensions, extension)) return language;
  }
  if (const auto language = by_mode_line(first_line)) return language;
  return by_interpreter(first_line);
}

}  // namespace spoor::code
