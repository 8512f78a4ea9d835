// Policies as vendors write them: a sound policy comes out, or one sentence.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/repair.hpp"
#include "watermark/vault/policy_toml.hpp"

using namespace spoor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto policy = vault::parse_policy(text, "policy.toml", {});
  if (policy) {
    seal::Policy back;
    fuzz::insist(seal::decode_policy(seal::encode_policy(*policy), back));
    fuzz::insist(back == *policy);
  } else {
    fuzz::insist(policy.error().code == seal::SealErrorCode::usage);
    const std::string& sentence = policy.error().message;
    fuzz::insist(sentence.ends_with('.') && sentence.find('\n') == std::string::npos);
  }
  return 0;
}
