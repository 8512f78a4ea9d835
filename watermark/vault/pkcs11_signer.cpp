#include "watermark/vault/pkcs11_signer.hpp"

#include <fmt/format.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace spoor::vault {
namespace {

using seal::fail;
using seal::Result;
using seal::SealErrorCode;
using PublicKey = std::array<std::uint8_t, 32>;

struct FreeUri {
  void operator()(P11KitUri* uri) const noexcept { p11_kit_uri_free(uri); }
};
using Uri = std::unique_ptr<P11KitUri, FreeUri>;

tl::unexpected<seal::SealError> token_failed(CK_RV code) {
  switch (code) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
      return fail(SealErrorCode::wrong_key, "The token does not take that PIN; too many wrong ones lock it.");
    case CKR_PIN_LOCKED:
      return fail(SealErrorCode::wrong_key,
                  "The token's PIN is locked; its security officer can set a new one.");
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_DEVICE_REMOVED:
      return fail(SealErrorCode::io,
                  "The token was taken out; put it in and try again, nothing was changed.");
    default:
      return fail(SealErrorCode::io, fmt::format("The token failed ({}); nothing was changed.",
                                                 seal::printable(p11_kit_strerror(code))));
  }
}

/// The modules that may hold the token, for as long as it is used.
class Modules {
 public:
  static Result<std::shared_ptr<Modules>> load(const char* path) {
    auto out = std::make_shared<Modules>();
    if (path == nullptr) {
      out->configured_ = p11_kit_modules_load_and_initialize(0);
      for (CK_FUNCTION_LIST** one = out->configured_; one != nullptr && *one != nullptr; ++one) {
        out->all_.push_back(*one);
      }
      return out;
    }
    CK_FUNCTION_LIST* module = p11_kit_module_load(path, 0);
    if (module == nullptr || p11_kit_module_initialize(module) != CKR_OK) {
      if (module != nullptr) p11_kit_module_release(module);
      return fail(SealErrorCode::not_found,
                  fmt::format("The PKCS#11 module {} cannot be used; check the URI's module-path.",
                              seal::shown(path)));
    }
    out->own_ = module;
    out->all_.push_back(module);
    return out;
  }
  Modules() = default;
  Modules(const Modules&) = delete;
  Modules& operator=(const Modules&) = delete;
  ~Modules() {
    if (configured_ != nullptr) p11_kit_modules_finalize_and_release(configured_);
    if (own_ != nullptr) {
      p11_kit_module_finalize(own_);
      p11_kit_module_release(own_);
    }
  }
  [[nodiscard]] const std::vector<CK_FUNCTION_LIST*>& all() const { return all_; }

 private:
  CK_FUNCTION_LIST** configured_ = nullptr;
  CK_FUNCTION_LIST* own_ = nullptr;
  std::vector<CK_FUNCTION_LIST*> all_;
};

/// A session with one token.
class TokenSession {
 public:
  TokenSession(std::shared_ptr<Modules> modules, CK_FUNCTION_LIST* module, CK_SESSION_HANDLE session)
      : modules_(std::move(modules)), module_(module), session_(session) {}
  TokenSession(TokenSession&& other) noexcept
      : modules_(std::move(other.modules_)),
        module_(std::exchange(other.module_, nullptr)),
        session_(other.session_) {}
  TokenSession& operator=(TokenSession&&) = delete;
  ~TokenSession() {
    if (module_ != nullptr) module_->C_CloseSession(session_);
  }

  [[nodiscard]] Result<void> log_in(const PinSource& pin, bool wanted) const {
    if (!wanted) return {};
    const auto secret = pin();
    if (!secret) return tl::make_unexpected(secret.error());
    std::string text = secret->text();
    const CK_RV code =
        module_->C_Login(session_, CKU_USER, reinterpret_cast<CK_UTF8CHAR*>(text.data()), text.size());
    seal::wipe(text.data(), text.size());
    if (code != CKR_OK && code != CKR_USER_ALREADY_LOGGED_IN) return token_failed(code);
    return {};
  }

  /// The one Ed25519 key of a class that the URI fits.
  [[nodiscard]] Result<CK_OBJECT_HANDLE> key(P11KitUri* uri, CK_OBJECT_CLASS kind) const {
    CK_KEY_TYPE type = CKK_EC_EDWARDS;
    std::vector<CK_ATTRIBUTE> wanted = {{CKA_CLASS, &kind, sizeof kind}, {CKA_KEY_TYPE, &type, sizeof type}};
    for (const CK_ATTRIBUTE_TYPE name : {CKA_LABEL, CKA_ID}) {
      if (const CK_ATTRIBUTE* given = p11_kit_uri_get_attribute(uri, name); given != nullptr) {
        wanted.push_back(*given);
      }
    }
    std::array<CK_OBJECT_HANDLE, 2> found{};
    CK_ULONG count = 0;
    CK_RV code = module_->C_FindObjectsInit(session_, wanted.data(), wanted.size());
    if (code == CKR_OK) code = module_->C_FindObjects(session_, found.data(), found.size(), &count);
    module_->C_FindObjectsFinal(session_);
    if (code != CKR_OK) return token_failed(code);
    if (count == 0) {
      return fail(
          SealErrorCode::not_found,
          "The token has no such Ed25519 key pair; make one with the token's tools (with pkcs11-tool: "
          "--keypairgen --key-type EC:edwards25519) or check the URI's object and id.");
    }
    if (count > 1) {
      return fail(SealErrorCode::usage, "The URI fits several keys of the token; name one by object or id.");
    }
    return found[0];
  }

  /// CKA_EC_POINT is the key in a DER OCTET STRING (PKCS#11 v3.0) or, with some modules, the bare key.
  [[nodiscard]] Result<PublicKey> point(CK_OBJECT_HANDLE key) const {
    std::array<std::uint8_t, 64> value{};
    CK_ATTRIBUTE attribute{CKA_EC_POINT, value.data(), value.size()};
    if (const CK_RV code = module_->C_GetAttributeValue(session_, key, &attribute, 1); code != CKR_OK) {
      return token_failed(code);
    }
    const std::size_t size_bytes = attribute.ulValueLen;
    const bool wrapped = size_bytes == 34 && value[0] == 0x04 && value[1] == 32;
    if (!wrapped && size_bytes != 32) {
      return fail(SealErrorCode::usage, "The token's key is no Ed25519 key; the issuing key must be one.");
    }
    PublicKey out{};
    std::copy_n(value.begin() + (wrapped ? 2 : 0), out.size(), out.begin());
    return out;
  }

  [[nodiscard]] Result<seal::Signature> sign(CK_OBJECT_HANDLE key, seal::ByteView message) const {
    CK_MECHANISM mechanism{CKM_EDDSA, nullptr, 0};  // no parameter: pure Ed25519
    seal::Signature out{};
    CK_ULONG size_bytes = out.size();
    seal::Bytes copy(message.begin(), message.end());  // the interface takes no const
    CK_RV code = module_->C_SignInit(session_, &mechanism, key);
    if (code == CKR_OK) code = module_->C_Sign(session_, copy.data(), copy.size(), out.data(), &size_bytes);
    if (code != CKR_OK) return token_failed(code);
    if (size_bytes != out.size()) return token_failed(CKR_GENERAL_ERROR);
    return out;
  }

 private:
  std::shared_ptr<Modules> modules_;
  CK_FUNCTION_LIST* module_;
  CK_SESSION_HANDLE session_;
};

class TokenSigner final : public seal_write::Signer {
 public:
  TokenSigner(TokenSession session, CK_OBJECT_HANDLE key, const PublicKey& public_key)
      : session_(std::move(session)), key_(key), public_key_(public_key) {}
  const PublicKey& public_key() const override { return public_key_; }
  Result<seal::Signature> sign(seal::ByteView message) const override {
    auto signature = session_.sign(key_, message);
    // A token that signs with another key, or wrongly, is found out before anybody gets the file.
    if (signature && !seal::ed25519_holds(public_key_, message, *signature)) {
      return fail(SealErrorCode::io, "The token's signature does not hold under its own public key.");
    }
    return signature;
  }

 private:
  TokenSession session_;
  CK_OBJECT_HANDLE key_;
  PublicKey public_key_;
};

struct FoundToken {
  CK_FUNCTION_LIST* module = nullptr;
  CK_SLOT_ID slot = 0;
  bool wants_pin = false;
};

Result<FoundToken> find_token(const Modules& modules, P11KitUri* uri) {
  for (CK_FUNCTION_LIST* module : modules.all()) {
    CK_ULONG count = 0;
    if (module->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) continue;
    std::vector<CK_SLOT_ID> slots(count);
    if (module->C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK) continue;
    slots.resize(std::min<std::size_t>(count, slots.size()));
    for (const CK_SLOT_ID slot : slots) {
      CK_TOKEN_INFO info{};
      if (module->C_GetTokenInfo(slot, &info) != CKR_OK) continue;
      if (p11_kit_uri_match_token_info(uri, &info) == 1) {
        return FoundToken{module, slot, (info.flags & CKF_LOGIN_REQUIRED) != 0};
      }
    }
  }
  return fail(SealErrorCode::not_found,
              "No token of that name is there; put it in, or check the URI's token and module-path.");
}

Result<Uri> parse(const std::string& text) {
  Uri uri(p11_kit_uri_new());
  if (!uri || p11_kit_uri_parse(text.c_str(), P11_KIT_URI_FOR_ANY, uri.get()) != P11_KIT_URI_OK) {
    return fail(SealErrorCode::usage,
                "The token's URI cannot be understood; write pkcs11:token=NAME;object=NAME (RFC 7512).");
  }
  if (p11_kit_uri_get_pin_value(uri.get()) != nullptr) {
    return fail(
        SealErrorCode::usage,
        "The token's URI holds a PIN, which others could read in the list of processes; use --pin-file, "
        "SPOOR_TOKEN_PIN or the prompt.");
  }
  return uri;
}

}  // namespace

Result<seal::SecretString> no_pin() {
  return fail(SealErrorCode::usage, "The token wants its PIN; give --pin-file FILE or set SPOOR_TOKEN_PIN.");
}

Result<std::unique_ptr<seal_write::Signer>> open_token_signer(const std::string& uri_text,
                                                              const PinSource& pin) {
  const auto uri = parse(uri_text);
  if (!uri) return tl::make_unexpected(uri.error());
  const auto modules = Modules::load(p11_kit_uri_get_module_path(uri->get()));
  if (!modules) return tl::make_unexpected(modules.error());
  const auto token = find_token(**modules, uri->get());
  if (!token) return tl::make_unexpected(token.error());
  CK_SESSION_HANDLE handle = 0;
  const CK_RV opened =
      token->module->C_OpenSession(token->slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
  if (opened != CKR_OK) return token_failed(opened);
  TokenSession session(*modules, token->module, handle);
  if (auto in = session.log_in(pin, token->wants_pin); !in) return tl::make_unexpected(in.error());
  const auto private_key = session.key(uri->get(), CKO_PRIVATE_KEY);
  if (!private_key) return tl::make_unexpected(private_key.error());
  const auto public_object = session.key(uri->get(), CKO_PUBLIC_KEY);
  if (!public_object) return tl::make_unexpected(public_object.error());
  const auto public_key = session.point(*public_object);
  if (!public_key) return tl::make_unexpected(public_key.error());
  return std::make_unique<TokenSigner>(std::move(session), *private_key, *public_key);
}

}  // namespace spoor::vault
