// The signed ends of an archive: made when it is packed, and made anew when the issuing key has changed. What
// lies between them is bound by the manifest's digest and stays as it is.
#pragma once

#include <filesystem>

#include "watermark/seal/archive_format.hpp"
#include "watermark/seal/signing.hpp"

namespace spoor::seal_write {

/// The last 164 bytes. Error: io.
[[nodiscard]] seal::Result<seal::Bytes> make_footer(seal::ByteView header, const seal::BlockRef& manifest,
                                                    std::uint64_t blocks_end_bytes, const Signer& issuer);

/// Copies an archive that `former` signed, signed by the issuer. Errors: io, damaged, bad_signature.
[[nodiscard]] seal::Result<void> sign_archive_again(const std::filesystem::path& archive_path,
                                                    const std::filesystem::path& target,
                                                    const seal::VendorPublicKey& former,
                                                    const Signer& issuer);

}  // namespace spoor::seal_write
