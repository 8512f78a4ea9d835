#include "viewer/symbols/symbol_page.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "viewer/index/wire.hpp"

namespace spoor::symbols {
namespace {

std::size_t shared_bytes(std::string_view a, std::string_view b) {
  const auto end = a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size()));
  return static_cast<std::size_t>(std::mismatch(a.begin(), end, b.begin()).first - a.begin());
}

auto key_of(const SymbolRow& row) {
  return std::tuple(row.name, row.file, row.line, row.kind, row.last_line);
}

}  // namespace

bool row_order(const SymbolRow& a, const SymbolRow& b) noexcept {
  return key_of(a) < key_of(b);
}

void SymbolPageWriter::add(const SymbolRow& row) {
  if (bytes_.empty()) first_name_ = row.name;
  const std::size_t shared = shared_bytes(last_name_, row.name);
  index::put_number(shared, bytes_);
  index::put_number(row.name.size() - shared, bytes_);
  const seal::ByteView rest = seal::as_bytes(row.name.substr(shared));
  bytes_.insert(bytes_.end(), rest.begin(), rest.end());
  index::put_number(static_cast<std::uint8_t>(row.kind), bytes_);
  index::put_number(row.file, bytes_);
  index::put_number(row.line, bytes_);
  index::put_number(row.last_line - row.line, bytes_);
  last_name_ = row.name;
}

seal::Bytes SymbolPageWriter::take() {
  first_name_.clear();
  last_name_.clear();
  return std::exchange(bytes_, {});
}

bool read_symbol_page(seal::ByteView page, std::string_view first_name, std::uint32_t files,
                      const std::function<bool(const SymbolRow&)>& row) {
  constexpr std::uint64_t kMostLine = std::numeric_limits<std::uint32_t>::max();
  index::NumberReader reader(page);
  std::string name;
  std::string last_name;
  SymbolRow last;
  for (bool first = true; reader.rest_bytes() > 0; first = false) {
    const std::uint64_t shared = reader.next();
    const std::uint64_t length = reader.next();
    const seal::ByteView rest = reader.bytes(length);
    const std::uint64_t kind = reader.next();
    const std::uint64_t file = reader.next();
    const std::uint64_t line = reader.next();
    const std::uint64_t more = reader.next();
    if (reader.failed() || shared > name.size() || shared + length > kMaxSymbolBytes ||
        shared + length == 0 ||
        (shared < name.size() && !rest.empty() && static_cast<std::uint8_t>(name[shared]) == rest[0]) ||
        kind == 0 || kind > kLastSymbolKind || file >= files || line > kMostLine || more > kMostLine - line) {
      return false;
    }
    last_name = name;
    last.name = last_name;
    name.resize(shared);
    name.append(rest.begin(), rest.end());
    const SymbolRow next{name, static_cast<SymbolKind>(kind), static_cast<std::uint32_t>(file),
                         static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(line + more)};
    if (first ? name != first_name : !row_order(last, next)) return false;
    if (!row(next)) return true;
    last = next;
  }
  return !name.empty();
}

seal::Bytes encode_segments(const std::vector<SymbolSegment>& segments) {
  seal::WireWriter out;
  out.integer(static_cast<std::uint32_t>(segments.size()));
  for (const SymbolSegment& segment : segments) {
    out.integer(segment.files);
    out.integer(static_cast<std::uint32_t>(segment.first_names.size()));
    for (const std::string& name : segment.first_names) out.text(name);
  }
  return out.take();
}

bool decode_segments(seal::ByteView body, std::uint64_t files, std::size_t pages,
                     std::vector<SymbolSegment>& out) {
  seal::WireReader reader(body);
  const std::uint32_t count = reader.count(2 * sizeof(std::uint32_t));
  std::uint64_t next_file = 0;
  std::size_t next_page = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    SymbolSegment segment;
    segment.first_file = static_cast<std::uint32_t>(next_file);
    segment.files = reader.integer<std::uint32_t>();
    if (segment.files == 0 || segment.files > files - next_file) return false;
    const std::uint32_t names = reader.count(sizeof(std::uint16_t));
    for (std::uint32_t k = 0; k < names; ++k) {
      std::string name = reader.text();
      if (name.empty() || name.size() > kMaxSymbolBytes || (k > 0 && name < segment.first_names.back()))
        return false;
      segment.first_names.push_back(std::move(name));
    }
    next_file += segment.files;
    next_page += names;
    out.push_back(std::move(segment));
  }
  return reader.finished() && next_file == files && next_page == pages;
}

}  // namespace spoor::symbols
