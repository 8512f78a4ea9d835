#include "viewer/find/globs.hpp"

#include <re2/re2.h>

#include <utility>

namespace spoor::find {
namespace {

/// One glob as a regular expression; brackets and braces keep their meaning. False where one is not closed.
class Translator {
 public:
  explicit Translator(std::string_view glob) : glob_(glob) {}

  bool run(std::string& out) {
    const bool from_root = glob_.find('/') != std::string_view::npos;
    if (glob_.starts_with('/')) glob_.remove_prefix(1);
    while (glob_.ends_with('/')) glob_.remove_suffix(1);
    out += from_root ? "(?:^(?:" : "(?:(?:^|/)(?:";
    for (at_ = 0; at_ < glob_.size(); ++at_)
      if (!step(out)) return false;
    out += ")(?:/|$))";
    return braces_ == 0;
  }

 private:
  bool step(std::string& out) {
    const char c = glob_[at_];
    switch (c) {
      case '*':
        star(out);
        return true;
      case '?':
        out += "[^/]";
        return true;
      case '[':
        return bracket(out);
      case '{':
        ++braces_;
        out += "(?:";
        return true;
      case '}':
        out += ')';
        return --braces_ >= 0;
      case ',':
        out += braces_ > 0 ? "|" : ",";
        return true;
      case '\\':
        if (++at_ >= glob_.size()) return false;
        out += RE2::QuoteMeta(glob_.substr(at_, 1));
        return true;
      default:
        out += RE2::QuoteMeta(glob_.substr(at_, 1));
        return true;
    }
  }

  void star(std::string& out) {
    if (!glob_.substr(at_).starts_with("**")) {
      out += "[^/]*";
      return;
    }
    ++at_;
    const bool folders = at_ + 1 < glob_.size() && glob_[at_ + 1] == '/';
    if (folders) ++at_;
    out += folders ? "(?:.*/)?" : ".*";
  }

  bool bracket(std::string& out) {
    std::size_t end = at_ + 1;
    if (end < glob_.size() && (glob_[end] == '!' || glob_[end] == '^')) ++end;
    end = glob_.find(']', end + 1);  // a ] that comes first is one of the characters
    if (end == std::string_view::npos) return false;
    std::string_view inside = glob_.substr(at_ + 1, end - at_ - 1);
    out += '[';
    if (inside.starts_with('!') || inside.starts_with('^')) {
      out += "^/";
      inside.remove_prefix(1);
    }
    for (const char c : inside) {
      if (c == '[' || c == ']' || c == '\\' || c == '^' || c == '&' || c == '~') out += '\\';
      out += c;
    }
    out += ']';
    at_ = end;
    return true;
  }

  std::string_view glob_;
  std::size_t at_ = 0;
  int braces_ = 0;
};

Result<std::unique_ptr<const re2::RE2>> any_of(const std::vector<std::string>& globs) {
  if (globs.empty()) return nullptr;
  RE2::Options options(RE2::Latin1);  // a path is bytes
  options.set_log_errors(false);
  options.set_dot_nl(true);
  std::string all;
  for (const std::string& glob : globs) {
    std::string one;
    const bool closed = Translator(glob).run(one);
    if (!closed || !RE2(one, options).ok())
      return tl::unexpected(
          FindError{FindErrorCode::bad_glob,
                    "A path glob is not complete: close every [ and {, and give what follows a \\."});
    all += (all.empty() ? "" : "|") + one;
  }
  auto compiled = std::make_unique<const re2::RE2>(all, options);
  if (!compiled->ok())
    return tl::unexpected(
        FindError{FindErrorCode::bad_glob, "The path globs are too many: give fewer of them."});
  return compiled;
}

}  // namespace

Globs::Globs(Globs&&) noexcept = default;
Globs& Globs::operator=(Globs&&) noexcept = default;
Globs::~Globs() = default;

Result<Globs> Globs::compile(const std::vector<std::string>& include,
                             const std::vector<std::string>& exclude) {
  Globs globs;
  auto in = any_of(include);
  if (!in) return tl::unexpected(in.error());
  auto out = any_of(exclude);
  if (!out) return tl::unexpected(out.error());
  globs.include_ = std::move(*in);
  globs.exclude_ = std::move(*out);
  return globs;
}

bool Globs::chooses(std::string_view path) const {
  if (include_ && !RE2::PartialMatch(path, *include_)) return false;
  return !exclude_ || !RE2::PartialMatch(path, *exclude_);
}

std::vector<std::string> split_globs(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  int braces = 0;
  const auto end_part = [&] {
    const std::size_t begin = part.find_first_not_of(' ');
    if (begin != std::string::npos)
      parts.push_back(part.substr(begin, part.find_last_not_of(' ') + 1 - begin));
    part.clear();
  };
  for (const char c : text) {
    braces += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (c == ',' && braces <= 0)
      end_part();
    else
      part += c;
  }
  end_part();
  return parts;
}

}  // namespace spoor::find
