#pragma once
// Pkcs11Uri: names a key in a token (RFC 7512): pkcs11:token=chain;object=validator. Parsed by
// p11-kit. A PIN in the URI itself is refused, because URIs are logged. A value that shares what it
// has parsed; any thread.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/provider/provider_result.hpp"

// Of Cryptoki and p11-kit, whose headers stay out of ours.
struct _CK_TOKEN_INFO;
struct p11_kit_uri;

namespace vitalstream::crypto::provider {

class Pkcs11Uri {
 public:
  // Refused unless it names a token (by label or serial number) and a key in it (by label or id),
  // and nothing that is not understood.
  [[nodiscard]] static ProviderResult<Pkcs11Uri> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  // Of the key; empty if the URI does not say.
  [[nodiscard]] Bytes label() const;
  [[nodiscard]] Bytes id() const;
  [[nodiscard]] std::optional<std::string> module_path() const;
  // As written: `file:/path` or a path.
  [[nodiscard]] std::optional<std::string> pin_source() const;
  [[nodiscard]] bool names_token(const _CK_TOKEN_INFO& token) const;

 private:
  Pkcs11Uri(std::string text, std::shared_ptr<p11_kit_uri> uri)
      : text_(std::move(text)), uri_(std::move(uri)) {}
  [[nodiscard]] Bytes attribute(unsigned long type) const;

  std::string text_;
  std::shared_ptr<p11_kit_uri> uri_;
};

}  // namespace vitalstream::crypto::provider
