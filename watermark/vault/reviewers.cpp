#include "watermark/vault/reviewers.hpp"

#include <fmt/format.h>

#include <optional>

#include "watermark/seal/file.hpp"

namespace spoor::vault {
namespace {

constexpr std::uint64_t kMaxListBytes = 16U << 20U;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

/// Takes one field and the comma behind it; none where quotes do not close.
std::optional<std::string> take_field(std::string_view& line) {
  line = trimmed(line);
  if (!line.starts_with('"')) {
    const std::string_view field = line.substr(0, line.find(','));
    line.remove_prefix(std::min(line.size(), field.size() + 1));
    return std::string(trimmed(field));
  }
  std::string out;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] != '"') {
      out += line[i];
    } else if (i + 1 < line.size() && line[i + 1] == '"') {
      out += line[++i];
    } else {
      line = trimmed(line.substr(i + 1));
      if (!line.empty() && line.front() != ',') return std::nullopt;
      line.remove_prefix(std::min<std::size_t>(line.size(), 1));
      return out;
    }
  }
  return std::nullopt;
}

}  // namespace

seal::Result<std::vector<Reviewer>> parse_reviewers(std::string_view text) {
  std::vector<Reviewer> out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = trimmed(line);
    if (line.empty() || line.front() == '#') continue;
    const auto name = take_field(line);
    const auto organisation = name ? take_field(line) : std::nullopt;
    if (!name || !organisation || name->empty() || !line.empty()) {
      return seal::fail(
          seal::SealErrorCode::usage,
          fmt::format("Line {} of the list of reviewers is not 'name' or 'name,organisation'.", number));
    }
    out.push_back({*name, *organisation});
  }
  if (out.empty()) return seal::fail(seal::SealErrorCode::usage, "The list of reviewers is empty.");
  return out;
}

seal::Result<std::vector<Reviewer>> read_reviewers(const std::filesystem::path& path) {
  const auto bytes = seal::read_small_file(path, kMaxListBytes);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return parse_reviewers({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
}

}  // namespace spoor::vault
