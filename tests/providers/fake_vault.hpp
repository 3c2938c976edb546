#pragma once
// FakeVault: as much of Vault's transit engine, tokens and logins as the provider uses, strict
// about what it is sent, and faulty as a test tells it to be. What it does was compared with
// Vault 1.21 (vault_server_test.cpp runs the same provider against that). Called by one thread at a
// time.

#include <map>
#include <optional>
#include <set>
#include <string>

#include "crypto/provider/http/json_answer.hpp"
#include "crypto/signing_key.hpp"
#include "tests/support/fake_http_server.hpp"

namespace vitalstream::testing {

class FakeVault {
 public:
  // Other seeds make other keys.
  explicit FakeVault(crypto::SignatureAlgorithm algorithm, std::uint8_t seed = 0x11);

  [[nodiscard]] FakeReply answer(const FakeRequest& request);

  // Before anything else; nothing: as usual.
  Interceptor intercept;
  std::set<std::string> valid_tokens = {"s.root"};
  std::string role_id = "validator";
  std::string secret_id = "s3cret";
  std::string jwt = "ey.jwt";
  unsigned lease_seconds = 3600;
  bool renewable = true;
  std::string vault_namespace;
  unsigned logins = 0;
  unsigned renewals = 0;
  unsigned signatures = 0;
  // Of the key: version 1 and version 2.
  crypto::SigningKey keys[2];

 private:
  [[nodiscard]] FakeReply log_in(const crypto::provider::JsonAnswer& body, bool by_app_role);
  [[nodiscard]] FakeReply sign(const crypto::provider::JsonAnswer& body);
  [[nodiscard]] FakeReply show_key() const;
  [[nodiscard]] FakeReply encrypt(const crypto::provider::JsonAnswer& body) const;
  [[nodiscard]] FakeReply decrypt(const crypto::provider::JsonAnswer& body) const;
  [[nodiscard]] FakeReply with_token(const FakeRequest& request);

  std::uint8_t seed_;
};

[[nodiscard]] FakeReply vault_error(int status, const std::string& text);

}  // namespace vitalstream::testing
