#pragma once
// RemoteProviderTest: what the fault matrices of the providers that live elsewhere share: a clock
// that can be turned, a provider that is not patient, the faults of HTTP, which have the same
// outcome whatever service has them, and the demand that each has its outcome.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crypto/provider/key_provider.hpp"
#include "tests/support/fake_http_server.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {

using namespace std::chrono_literals;
using testing::error_of;
using ::testing::HasSubstr;
using vitalstream::testing::FakeHttpServer;
using vitalstream::testing::FakeReply;
using vitalstream::testing::FakeRequest;
using vitalstream::testing::Interceptor;

struct Fault {
  const char* name;
  FakeReply reply;
  ProviderError error;
};
using Faults = std::vector<Fault>;

// Of every service that is reached by HTTP.
[[nodiscard]] Faults http_faults();

// Real, but for the waiting; may be turned forward.
class TurnedClock final : public CallClock {
 public:
  [[nodiscard]] Deadline now() override { return std::chrono::steady_clock::now() + ahead; }
  void sleep_until(Deadline) override {}
  [[nodiscard]] double draw() override { return 0; }
  [[nodiscard]] WallSeconds wall_now() override { return CallClock::wall_now() + wrong_by; }
  std::chrono::seconds ahead{0};
  // Of the time of day.
  std::chrono::seconds wrong_by{0};
};

class RemoteProviderTest {
 protected:
  virtual ~RemoteProviderTest() = default;
  using Opened = ProviderResult<std::unique_ptr<KeyBackend>>;

  // A backend of the fake service, by `open_deadline()`.
  virtual Opened try_open() = 0;
  virtual Interceptor& interceptor() = 0;
  // Whether it asks for that operation, in the service's own name for it.
  [[nodiscard]] virtual bool asks_for(const FakeRequest& request,
                                      const std::string& operation) const = 0;

  [[nodiscard]] Deadline open_deadline() const {
    return std::chrono::steady_clock::now() + open_timeout_;
  }
  void open();
  ProviderResult<Signature> sign();
  // Of what `sign` signs; good, but of a key that nobody has asked for.
  [[nodiscard]] Signature another_keys_signature() const;
  ProviderResult<Bytes> wrap();
  ProviderResult<SecretBytes> unwrap(ByteView blob);

  // The next `times` requests for the operation are answered so.
  void answer(const std::string& operation, FakeReply reply, unsigned times = 1'000'000);
  void answer_as_usual() { interceptor() = nullptr; }

  // Of signing: each fault has its outcome and leaves nothing behind; one that passes within the
  // call is not noticed.
  void expect_outcomes(const std::string& sign_operation, const Faults& faults);
  void expect_that_passing_faults_pass(const std::string& sign_operation, const Faults& faults);
  // Of everything else that a service is asked for.
  struct Operations {
    std::string open;
    std::string wrap;
    std::string unwrap;
  };
  void expect_http_outcomes(const Operations& operations);

  TurnedClock clock_;
  vitalstream::testing::TempDirectory folder_;
  std::unique_ptr<KeyProvider> provider_;

 private:
  Milliseconds open_timeout_{5000};
};

// Those before and those after.
[[nodiscard]] Faults joined(Faults faults, const Faults& more);

}  // namespace vitalstream::crypto::provider
