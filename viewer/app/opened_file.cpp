#include "viewer/app/opened_file.hpp"

#include <fmt/format.h>

#include <utility>

#include "viewer/app/encoding.hpp"
#include "viewer/app/hex_source.hpp"
#include "viewer/find/coverage.hpp"

namespace spoor::app {
namespace {

AppError from_seal(const seal::SealError& error) {
  return {seal::exit_code_for(error.code), error.message};
}

Result<OpenedFile> wrap(code::Result<std::unique_ptr<code::Document>> document, std::string encoding,
                        bool hex) {
  if (!document) return tl::unexpected(AppError{ExitCode::failed, document.error().message});
  return OpenedFile{std::move(*document), std::move(encoding), true, hex};
}

Result<OpenedFile> open_hex(const Source& source, std::string_view path, std::uint64_t size_bytes,
                            code::DocumentOptions options) {
  options.highlight = false;
  ReadBytes read = [files = source.files(), path = std::string(path)](
                       std::uint64_t offset, std::uint64_t count) -> code::Result<std::string> {
    auto bytes = files->read(path, offset, count);
    if (bytes) return std::move(*bytes);
    return tl::unexpected(code::CodeError{code::CodeErrorCode::damaged, bytes.error().message});
  };
  return wrap(code::Document::open(hex_source(size_bytes, std::move(read)), "", std::move(options)),
              fmt::format("Binary, {} bytes", find::with_commas(size_bytes)), true);
}

}  // namespace

Result<OpenedFile> open_file(const Source& source, std::string_view path, const seal::DirEntry& entry,
                             code::DocumentOptions options) {
  const auto files = source.files();
  const auto head = files->read(path, 0, kHeadBytes);
  if (!head) return tl::unexpected(from_seal(head.error()));
  const auto encoding = detect_encoding(*head, entry.size_bytes <= head->size());
  if (!encoding) return open_hex(source, path, entry.size_bytes, std::move(options));
  const bool as_it_is = encoding->utf8 && encoding->mark_bytes == 0;
  if (as_it_is || entry.size_bytes > kMostConverted) {
    auto document = source.open(path, std::move(options));
    if (!document) return tl::unexpected(document.error());
    return OpenedFile{std::move(*document),
                      as_it_is ? encoding->shown : encoding->shown + ", too large to convert", false, false};
  }
  const auto bytes = files->read(path, 0, entry.size_bytes);
  if (!bytes) return tl::unexpected(from_seal(bytes.error()));
  auto text = to_utf8(*bytes, *encoding);
  if (!text) return open_hex(source, path, entry.size_bytes, std::move(options));
  return wrap(code::Document::open(code::memory_source(std::move(*text)), path, std::move(options)),
              encoding->shown, false);
}

}  // namespace spoor::app
