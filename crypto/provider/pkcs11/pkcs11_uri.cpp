#include "crypto/provider/pkcs11/pkcs11_uri.hpp"

#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

#include <algorithm>
#include <utility>

#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

ProviderFailure not_a_key(std::string_view text, std::string_view why) {
  return refused("key URI " + std::string(text) + ": " + std::string(why));
}

// p11-kit leaves what the URI does not say as zeros.
template <std::size_t N>
bool is_said(const unsigned char (&field)[N]) {
  return std::any_of(std::begin(field), std::end(field), [](unsigned char c) { return c != 0; });
}

std::optional<std::string> text_or_nothing(const char* text) {
  return text == nullptr ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

ProviderResult<Pkcs11Uri> Pkcs11Uri::parse(std::string_view text) {
  // Looked for before parsing, so that no message of ours repeats it.
  if (text.find("pin-value") != std::string_view::npos) {
    return refused("key URI: a PIN does not belong in it; configure keys.pkcs11.pin");
  }
  if (text.size() > kPkcs11UriBytesMax) {
    return refused("key URI: too long");
  }
  std::string owned(text);
  std::shared_ptr<p11_kit_uri> uri(p11_kit_uri_new(), p11_kit_uri_free);
  const int parsed = p11_kit_uri_parse(owned.c_str(), P11_KIT_URI_FOR_ANY, uri.get());
  if (parsed != P11_KIT_URI_OK) {
    return not_a_key(text, p11_kit_uri_message(parsed));
  }
  if (p11_kit_uri_any_unrecognized(uri.get()) != 0) {
    return not_a_key(text, "it holds something that is not understood");
  }
  const CK_TOKEN_INFO* token = p11_kit_uri_get_token_info(uri.get());
  if (!is_said(token->label) && !is_said(token->serialNumber)) {
    return not_a_key(text, "it names no token: add token=LABEL or serial=NUMBER");
  }
  Pkcs11Uri result(std::move(owned), std::move(uri));
  if (result.label().empty() && result.id().empty()) {
    return not_a_key(text, "it names no key: add object=LABEL or id=%01");
  }
  return result;
}

Bytes Pkcs11Uri::attribute(unsigned long type) const {
  const CK_ATTRIBUTE* found = p11_kit_uri_get_attribute(uri_.get(), type);
  if (found == nullptr || found->pValue == nullptr) {
    return {};
  }
  const auto* first = static_cast<const std::uint8_t*>(found->pValue);
  return {first, first + found->ulValueLen};
}

Bytes Pkcs11Uri::label() const { return attribute(CKA_LABEL); }

Bytes Pkcs11Uri::id() const { return attribute(CKA_ID); }

std::optional<std::string> Pkcs11Uri::module_path() const {
  return text_or_nothing(p11_kit_uri_get_module_path(uri_.get()));
}

std::optional<std::string> Pkcs11Uri::pin_source() const {
  return text_or_nothing(p11_kit_uri_get_pin_source(uri_.get()));
}

bool Pkcs11Uri::names_token(const CK_TOKEN_INFO& token) const {
  return p11_kit_uri_match_token_info(uri_.get(), &token) != 0;
}

}  // namespace vitalstream::crypto::provider
