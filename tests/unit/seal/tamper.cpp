#include "tests/unit/seal/tamper.hpp"

#include <algorithm>

namespace spoor::seal_test {

seal::Bytes summed_again(seal::Bytes file) {
  const std::size_t covered = file.size() - seal::kTrailerBytes;
  const auto sum = seal::sha256(seal::ByteView(file).first(covered)).value();
  std::copy(sum.begin(), sum.end(), file.begin() + static_cast<std::ptrdiff_t>(covered));
  return file;
}

seal::Bytes signed_again(seal::Bytes file, const seal::EnvelopeKind& kind,
                         const seal_write::IssuingKey& key) {
  file = summed_again(std::move(file));
  seal::WireWriter message;
  message.bytes(seal::as_bytes(seal::envelope_signature_context(kind)));
  message.bytes(seal::ByteView(file).first(file.size() - 64));
  const auto signature = key.sign(message.view()).value();
  std::copy(signature.begin(), signature.end(), file.end() - 64);
  return file;
}

}  // namespace spoor::seal_test
