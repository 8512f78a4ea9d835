// Revocation lists: who is named is refused; a list that cannot be trusted is not overlooked.
#include "watermark/seal/revocation.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/seal/tamper.hpp"

using namespace spoor;
using namespace spoor::seal_test;
using seal::Bytes;
using seal::SealErrorCode;

namespace {

Bytes list_of(const std::vector<std::string>& ids, std::uint8_t vendor_filler = 7) {
  seal::RevocationList list{{}, 3, 1'800'000'000, {}};
  for (const std::string& id : ids) list.revoked.push_back(seal::session_id_bytes(id).value());
  return seal_write::seal_revocations(list, vendor(vendor_filler)).value();
}

const std::string kOther = "s-ffffffffffff";

}  // namespace

TEST_CASE("session names go to bytes and back", "[revocation]") {
  CHECK(seal::session_id_text(seal::session_id_bytes("s-0123456789ab").value()) == "s-0123456789ab");
  for (const char* bad :
       {"", "s-", "s-0123456789a", "s-0123456789abc", "s-0123456789AB", "x-0123456789ab", "s-0123456789ag"}) {
    CHECK_FALSE(seal::session_id_bytes(bad));
  }
}

TEST_CASE("a list is sorted, signed and comes back", "[revocation]") {
  const auto list = seal::open_revocations(list_of({kOther, "s-0123456789ab", kOther}), "r.sprl");
  REQUIRE(list);
  CHECK(list->number == 3);
  CHECK(list->vendor_key == vendor().public_key());
  REQUIRE(list->revoked.size() == 2);
  CHECK(list->revoked[0] < list->revoked[1]);
}

TEST_CASE("every truncation and flipped bit of a list is refused", "[revocation]") {
  const Bytes file = list_of({"s-0123456789ab", kOther});
  std::size_t accepted = 0;
  for (std::size_t size = 0; size < file.size(); ++size) {
    accepted += seal::open_revocations(seal::ByteView(file).first(size), "r.sprl") ? 1U : 0U;
  }
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    accepted += seal::open_revocations(flipped(file, bit), "r.sprl") ? 1U : 0U;
    accepted += bit < (file.size() - seal::kTrailerBytes) * 8 &&
                        seal::open_revocations(summed_again(flipped(file, bit)), "r.sprl")
                    ? 1U
                    : 0U;
  }
  CHECK(accepted == 0);
}
