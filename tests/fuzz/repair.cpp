#include "tests/fuzz/repair.hpp"

#include <algorithm>
#include <cstdlib>

#include "tests/unit/seal/tamper.hpp"
#include "watermark/seal/archive_format.hpp"

namespace spoor::fuzz {

namespace {

constexpr std::size_t kVendorOffset = 12;  // behind magic, version and flags, in every format
// Of the first lock's body: behind the vendor's key, the number of locks, kind and length.
constexpr std::size_t kLockOffset = 48;
constexpr std::uint8_t kMostLog2N = 8;

void put_vendor(seal::Bytes& file) {
  const auto key = seal_test::vendor().public_key();
  std::copy(key.begin(), key.end(), file.begin() + kVendorOffset);
}

}  // namespace

seal::Bytes signed_envelope(seal::ByteView view, const seal::EnvelopeKind& kind) {
  seal::Bytes file(view.begin(), view.end());
  if (file.size() < seal::kStartBytes + seal::kTrailerBytes) return file;
  put_vendor(file);
  return seal_test::signed_again(std::move(file), kind, seal_test::vendor());
}

seal::Bytes repaired_envelope(seal::ByteView view, const seal::EnvelopeKind& kind, std::size_t cost_offset) {
  seal::Bytes file(view.begin(), view.end());
  const std::size_t cost = kLockOffset + cost_offset;
  if (file.size() < cost + 3 + seal::kTrailerBytes) return file;
  file[cost] = std::min(file[cost], kMostLog2N);
  file[cost + 1] = std::min<std::uint8_t>(file[cost + 1], 8);
  return signed_envelope(file, kind);
}

seal::Bytes repaired_archive(seal::ByteView view) {
  seal::Bytes file(view.begin(), view.end());
  if (file.size() < seal::kArchiveHeaderBytes + seal::kArchiveFooterBytes) return file;
  put_vendor(file);
  const std::size_t footer = file.size() - seal::kArchiveFooterBytes;
  const auto part = [&](std::size_t from, std::size_t to) {
    return seal::ByteView(file).subspan(from, to - from);
  };
  seal::WireWriter size;
  size.integer(std::uint64_t{file.size()});
  std::copy(size.view().begin(), size.view().end(), file.begin() + static_cast<std::ptrdiff_t>(footer + 8));
  seal::WireWriter summed;
  summed.bytes(part(0, seal::kArchiveHeaderBytes));
  summed.bytes(part(footer, file.size() - 96));
  const auto sum = seal::sha256(summed.view()).value();
  std::copy(sum.begin(), sum.end(), file.end() - 96);
  seal::WireWriter message;
  message.bytes(seal::as_bytes(seal::kArchiveSignatureContext));
  message.bytes(part(0, seal::kArchiveHeaderBytes));
  message.bytes(part(footer, file.size() - 64));
  const auto signature = seal_test::vendor().sign(message.view()).value();
  std::copy(signature.begin(), signature.end(), file.end() - 64);
  return file;
}

void insist(bool holds) {
  if (!holds) std::abort();
}

}  // namespace spoor::fuzz
