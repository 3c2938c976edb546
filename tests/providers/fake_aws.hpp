#pragma once
// FakeAws: as much of AWS KMS, STS, IMDSv2 and container credentials as the provider uses, strict
// about what it is sent, and faulty as a test tells it to be. It is the only one at hand that signs
// with Ed25519 as AWS documents it, which is why AWS's own client drives it too (fake_aws_test.py).
// It does not recompute signatures: moto does. Called by one thread at a time.

#include <optional>
#include <set>
#include <string>

#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/signing_key.hpp"
#include "tests/support/fake_http_server.hpp"

namespace vitalstream::testing {

class FakeAws {
 public:
  explicit FakeAws(crypto::SignatureAlgorithm algorithm);

  [[nodiscard]] FakeReply answer(const FakeRequest& request);

  // Before anything else; nothing: as usual.
  Interceptor intercept;
  std::set<std::string> valid_keys = {"AKIDEXAMPLE"};
  bool key_is_enabled = true;
  std::string web_identity = "ey.web";
  std::string container_token;
  std::string credentials_end = "2099-01-01T00:00:00Z";
  // Its time less the machine's.
  std::chrono::seconds ahead{0};
  unsigned issued = 0;
  unsigned signatures = 0;
  crypto::SigningKey key;

 private:
  [[nodiscard]] FakeReply kms(const FakeRequest& request);
  [[nodiscard]] FakeReply sign(const crypto::provider::JsonAnswer& body);
  [[nodiscard]] FakeReply show_key() const;
  [[nodiscard]] static FakeReply encrypt(const crypto::provider::JsonAnswer& body);
  [[nodiscard]] static FakeReply decrypt(const crypto::provider::JsonAnswer& body);
  [[nodiscard]] FakeReply sts(const FakeRequest& request);
  [[nodiscard]] FakeReply metadata(const FakeRequest& request);
  [[nodiscard]] std::optional<FakeReply> refusal(const FakeRequest& request) const;
  [[nodiscard]] std::string credentials_json();
  [[nodiscard]] std::string date_header() const;
};

// As KMS words its errors.
[[nodiscard]] FakeReply kms_error(const std::string& name, int status = 400);

}  // namespace vitalstream::testing
