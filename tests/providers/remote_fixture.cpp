#include "tests/providers/remote_fixture.hpp"

#include <utility>

#include "crypto/provider/random.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr Milliseconds kAttemptTimeout{500};
constexpr Milliseconds kOpenTimeout{5000};
constexpr std::string_view kMessage = "vote";
constexpr std::string_view kContext = "chain 1";

bool is_slow(const FakeReply& reply) { return reply.delay.count() > 0 || reply.drip.count() > 0; }

template <class T>
void expect_outcome(const Fault& fault, const char* operation, const ProviderResult<T>& result) {
  EXPECT_EQ(error_of(result), fault.error)
      << operation << ", " << fault.name << ": " << (result ? "" : result.error().reason);
}

}  // namespace

Faults http_faults() {
  using enum ProviderError;
  return {{"timeout", {.delay = 5000ms}, Unavailable},
          {"slow body", {.body = std::string(200, ' '), .drip = 30ms}, Unavailable},
          {"connection cut", {.cut = true}, Unavailable},
          {"request timeout", {.status = 408}, Unavailable},
          {"too many requests", {.status = 429}, Unavailable},
          {"internal error", {.status = 500}, Unavailable},
          {"bad gateway", {.status = 502, .body = "<html>"}, Unavailable},
          {"service unavailable", {.status = 503}, Unavailable},
          {"redirect", {.status = 301, .headers = {{"location", "http://localhost:1/"}}}, Refused},
          {"not JSON", {.body = "<html>hello</html>"}, Wrong},
          {"nothing", {.body = ""}, Wrong},
          {"huge answer", {.body = std::string(1 << 20, ' ')}, Wrong},
          {"not HTTP", {.raw = "hello\r\n\r\n"}, Wrong}};
}

Faults joined(Faults faults, const Faults& more) {
  faults.insert(faults.end(), more.begin(), more.end());
  return faults;
}

void RemoteProviderTest::open() {
  auto backend = try_open();
  ASSERT_TRUE(backend.has_value()) << backend.error().reason;
  provider_ = std::make_unique<KeyProvider>(
      *std::move(backend),
      CallSurroundings{.policy = {.attempt_timeout = kAttemptTimeout,
                                  .attempts_max = 3,
                                  .breaker = {.failures_to_open = 1000, .pause = {}}},
                       .clock = &clock_});
}

ProviderResult<Signature> RemoteProviderTest::sign() {
  return provider_->sign(provider_->public_key().algorithm, as_bytes(kMessage), clock_.now() + 3s);
}

Signature RemoteProviderTest::another_keys_signature() const {
  const auto key = SigningKey::from_secret(provider_->public_key().algorithm, Bytes(32, 0x13));
  return key->sign(as_bytes(kMessage));
}

ProviderResult<Bytes> RemoteProviderTest::wrap() {
  return provider_->wrap(random_secret(32), as_bytes(kContext), clock_.now() + 3s);
}

ProviderResult<SecretBytes> RemoteProviderTest::unwrap(ByteView blob) {
  return provider_->unwrap(blob, as_bytes(kContext), clock_.now() + 3s);
}

void RemoteProviderTest::answer(const std::string& operation, FakeReply reply, unsigned times) {
  interceptor() = [this, operation, reply, times](const FakeRequest& request) mutable {
    const bool is_it = times > 0 && asks_for(request, operation);
    times -= is_it ? 1 : 0;
    return is_it ? std::optional(reply) : std::nullopt;
  };
}

void RemoteProviderTest::expect_outcomes(const std::string& sign_operation, const Faults& faults) {
  open();
  for (const Fault& fault : faults) {
    answer(sign_operation, fault.reply);
    expect_outcome(fault, "sign", sign());
    answer_as_usual();
    EXPECT_TRUE(sign().has_value()) << "after " << fault.name;
  }
}

void RemoteProviderTest::expect_that_passing_faults_pass(const std::string& sign_operation,
                                                         const Faults& faults) {
  open();
  for (const Fault& fault : faults) {
    if (fault.error == ProviderError::Unavailable) {
      answer(sign_operation, fault.reply, 1);
      const auto signature = sign();
      EXPECT_TRUE(signature.has_value()) << fault.name << ": " << signature.error().reason;
    }
  }
}

void RemoteProviderTest::expect_http_outcomes(const Operations& operations) {
  open();
  const auto blob = wrap();
  ASSERT_TRUE(blob.has_value()) << blob.error().reason;
  for (const Fault& fault : http_faults()) {
    answer(operations.wrap, fault.reply);
    expect_outcome(fault, "wrap", wrap());
    answer(operations.unwrap, fault.reply);
    expect_outcome(fault, "unwrap", unwrap(*blob));
    answer(operations.open, fault.reply);
    open_timeout_ = is_slow(fault.reply) ? kAttemptTimeout : kOpenTimeout;
    expect_outcome(fault, "open", try_open());
    open_timeout_ = kOpenTimeout;
    answer_as_usual();
    EXPECT_TRUE(unwrap(*blob).has_value()) << "after " << fault.name;
  }
}

}  // namespace vitalstream::crypto::provider
