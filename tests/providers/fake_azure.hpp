#pragma once
// FakeAzure: as much of Azure Key Vault, Entra and a machine's metadata service as the provider
// uses, as they are published, strict about what it is sent, and faulty as a test tells it to be.
// No server of Azure's is to be had, which is why Microsoft's own client drives it too
// (fake_azure_test.py). Called by one thread at a time.

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crypto/provider/http/json_answer.hpp"
#include "crypto/signing_key.hpp"
#include "tests/providers/rsa_key.hpp"
#include "tests/support/fake_http_server.hpp"

namespace vitalstream::testing {

// The names that its certificate must have.
inline constexpr const char* kFakeVaultHost = "contoso.vault.localhost";
inline constexpr const char* kFakeLoginHost = "login.localhost";

class FakeAzure {
 public:
  static constexpr const char* kTenant = "11111111-2222-3333-4444-555555555555";
  static constexpr const char* kClient = "99999999-8888-7777-6666-555555555555";
  static constexpr const char* kVersion = "0123456789abcdef0123456789abcdef";
  static constexpr const char* kOldVersion = "00000000000000000000000000000001";

  // Its signing key is made of this number.
  explicit FakeAzure(std::uint8_t seed = 0x55);

  [[nodiscard]] FakeReply answer(const FakeRequest& request);

  // Before anything else; nothing: as usual.
  Interceptor intercept;
  // Of the keys `validator` and `wrapping`.
  bool key_is_enabled = true;
  bool key_is_deleted = false;
  // Unix seconds; zero: none.
  std::int64_t key_expires = 0;
  std::int64_t key_begins = 0;
  bool may_sign = true;
  // What a challenge says in place of the truth.
  std::string challenge_resource;
  std::string challenge_authority;
  std::string client_secret = "s3cret~value";
  std::string federated_token = "ey.federated.token";
  std::chrono::seconds token_lifetime{3600};
  // What tokens are for in place of what was asked.
  std::string audience;
  unsigned issued = 0;
  unsigned signatures = 0;
  crypto::SigningKey key;
  RsaKey wrapping_key;

  // No token issued until now is good any longer.
  void revoke_tokens() { tokens_.clear(); }

 private:
  struct Token {
    std::string audience;
    std::chrono::steady_clock::time_point ends;
  };
  struct Call;

  [[nodiscard]] FakeReply vault(const FakeRequest& request);
  [[nodiscard]] FakeReply use_key(const Call& call, const crypto::provider::JsonAnswer& body);
  [[nodiscard]] FakeReply sign(const Call& call, ByteView digest);
  [[nodiscard]] FakeReply show_key(const Call& call) const;
  [[nodiscard]] std::optional<FakeReply> refusal(const FakeRequest& request) const;
  [[nodiscard]] std::optional<FakeReply> refusal(const Call& call) const;
  [[nodiscard]] FakeReply challenge(const FakeRequest& request, const std::string& why) const;
  [[nodiscard]] FakeReply entra(const FakeRequest& request);
  [[nodiscard]] FakeReply metadata(const FakeRequest& request);
  [[nodiscard]] std::string issue(const std::string& resource);

  Bytes secret_;
  std::map<std::string, Token> tokens_;
};

// As Key Vault words its errors.
[[nodiscard]] FakeReply vault_error(int status, const std::string& code,
                                    const std::string& inner = {});

}  // namespace vitalstream::testing
