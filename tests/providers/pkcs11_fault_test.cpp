// The fault matrix of the provider `pkcs11`: SoftHSM behind a module that fails as it is told.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "crypto/provider/open_provider.hpp"
#include "crypto/provider/pkcs11/cryptoki.hpp"
#include "crypto/provider/pkcs11/pkcs11_backend.hpp"
#include "crypto/provider/random.hpp"
#include "tests/providers/fault_module.hpp"
#include "tests/providers/soft_token.hpp"
#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr unsigned kAlways = 1'000'000;

Deadline soon() { return std::chrono::steady_clock::now() + 10s; }

template <class Function>
Function fault_function(const char* name) {
  void* library = dlopen(VS_FAULT_MODULE, RTLD_NOW | RTLD_LOCAL);
  return reinterpret_cast<Function>(dlsym(library, name));
}

class Pkcs11Faults : public ::testing::Test {
 protected:
  void SetUp() override {
    fault_function<FaultReset>("fault_reset")();
    const auto cryptoki = Cryptoki::load(VS_FAULT_MODULE);
    ASSERT_TRUE(cryptoki.has_value()) << cryptoki.error().reason;
    ASSERT_TRUE((*cryptoki)->restart((*cryptoki)->generation(), soon()).has_value());
  }
  static void fail(const char* function, unsigned long status, unsigned times = kAlways) {
    fault_function<FaultFail>("fault_fail")(function, status, times);
  }
  static void spoil(const char* function, const char* how) {
    fault_function<FaultSpoil>("fault_spoil")(function, how);
  }
  static unsigned calls(const char* function) {
    return fault_function<FaultCalls>("fault_calls")(function);
  }

  void open() {
    auto opened = open_provider(token_.options(), {.clock = &clock_});
    ASSERT_TRUE(opened.has_value()) << opened.error().reason;
    provider_ = *std::move(opened);
  }
  ProviderFailure failure_to_open() {
    const auto opened = open_provider(token_.options(), {.clock = &clock_});
    EXPECT_TRUE(opened.has_error());
    return opened.has_error() ? opened.error() : ProviderFailure{};
  }
  ProviderResult<Signature> sign() {
    return provider_->sign(provider_->public_key().algorithm, as_bytes("vote"), clock_.time + 4s);
  }
  ProviderError sign_error() { return testing::error_of(sign()); }

  // Pauses cost nothing; the time of the backend's own waits is real.
  class Clock final : public CallClock {
   public:
    [[nodiscard]] Deadline now() override { return time; }
    void sleep_until(Deadline until) override { time = until; }
    [[nodiscard]] double draw() override { return 0; }
    Deadline time = std::chrono::steady_clock::now() + 1h;
  };

  Clock clock_;
  vitalstream::testing::SoftToken token_{VS_FAULT_MODULE};
  std::unique_ptr<KeyProvider> provider_;
};

class LostSession : public Pkcs11Faults, public ::testing::WithParamInterface<unsigned long> {};

INSTANTIATE_TEST_SUITE_P(Status, LostSession,
                         ::testing::Values(CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED,
                                           CKR_DEVICE_ERROR, CKR_DEVICE_REMOVED,
                                           CKR_KEY_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN,
                                           CKR_TOKEN_NOT_PRESENT, CKR_GENERAL_ERROR,
                                           CKR_OPERATION_ACTIVE, CKR_HOST_MEMORY,
                                           CKR_CRYPTOKI_NOT_INITIALIZED, CKR_FUNCTION_FAILED));

TEST_P(LostSession, IsReplacedWithinTheSameCall) {
  open();
  for (const char* function : {"C_SignInit", "C_Sign"}) {
    fail(function, GetParam(), 1);
    const auto signature = sign();
    EXPECT_TRUE(signature.has_value()) << function << ": " << signature.error().reason;
  }
}

TEST_P(LostSession, ThatNeverComesBackIsUnavailable) {
  open();
  fail("C_SignInit", GetParam());
  EXPECT_EQ(sign_error(), ProviderError::Unavailable);
}

class FinalStatus : public Pkcs11Faults, public ::testing::WithParamInterface<unsigned long> {};

INSTANTIATE_TEST_SUITE_P(Status, FinalStatus,
                         ::testing::Values(CKR_KEY_FUNCTION_NOT_PERMITTED, CKR_MECHANISM_INVALID,
                                           CKR_KEY_TYPE_INCONSISTENT, CKR_ACTION_PROHIBITED,
                                           CKR_FUNCTION_NOT_SUPPORTED, CKR_DATA_LEN_RANGE));

TEST_P(FinalStatus, IsRefusedAndNotTriedAgain) {
  open();
  fail("C_SignInit", GetParam());
  const unsigned before = calls("C_SignInit");
  EXPECT_EQ(sign_error(), ProviderError::Refused);
  EXPECT_EQ(calls("C_SignInit"), before + 1);
}

class SpoiledSignature : public Pkcs11Faults, public ::testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(How, SpoiledSignature,
                         ::testing::Values("garbage", "zero", "short", "huge"),
                         [](const auto& instance) { return std::string(instance.param); });

TEST_P(SpoiledSignature, IsWrong) {
  open();
  spoil("C_Sign", GetParam());
  EXPECT_EQ(sign_error(), ProviderError::Wrong);
}

TEST_P(SpoiledSignature, AtStartIsFoundByTheProbe) {
  spoil("C_Sign", GetParam());
  EXPECT_EQ(failure_to_open().error, ProviderError::Wrong);
}

TEST_F(Pkcs11Faults, AnotherKeysSignatureIsWrong) {
  open();
  spoil("C_SignInit", "another key");
  EXPECT_EQ(sign_error(), ProviderError::Wrong);
}

TEST_F(Pkcs11Faults, ASignatureTooLongForItsBufferIsWrong) {
  open();
  fail("C_Sign", CKR_BUFFER_TOO_SMALL);
  EXPECT_EQ(sign_error(), ProviderError::Wrong);
}

TEST_F(Pkcs11Faults, APublicKeyThatIsNoPointIsWrong) {
  spoil("C_GetAttributeValue", "changed");
  EXPECT_EQ(failure_to_open().error, ProviderError::Wrong);
}

TEST_F(Pkcs11Faults, AnAttributeLongerThanItsBufferIsNotRead) {
  spoil("C_GetAttributeValue", "huge");
  const ProviderFailure failure = failure_to_open();
  EXPECT_NE(failure.error, ProviderError::Unavailable);
  EXPECT_THAT(failure.reason, HasSubstr("impossible length"));
}

TEST_F(Pkcs11Faults, MoreObjectsThanAskedForAreTooMany) {
  spoil("C_FindObjects", "many");
  EXPECT_THAT(failure_to_open().reason, HasSubstr("several private keys"));
}

TEST_F(Pkcs11Faults, AWrongPinIsTriedOnceHoweverOftenItIsAsked) {
  fail("C_Login", CKR_PIN_INCORRECT);
  auto options = token_.options();
  auto backend = open_pkcs11_backend(options, soon());
  EXPECT_EQ(testing::error_of(backend), ProviderError::Refused);
  EXPECT_EQ(calls("C_Login"), 1U);
}

TEST_F(Pkcs11Faults, APinThatIsRefusedLaterIsNotTriedTwiceUntilItIsAnother) {
  open();
  // The token was restored with another PIN: its sessions end, the login fails.
  fail("C_SignInit", CKR_DEVICE_REMOVED);
  EXPECT_EQ(sign_error(), ProviderError::Unavailable);
  fail("C_SignInit", CKR_OK, 0);
  fail("C_Login", CKR_PIN_INCORRECT);
  const unsigned before = calls("C_Login");
  clock_.time += 2s;
  EXPECT_EQ(sign_error(), ProviderError::Refused);
  EXPECT_EQ(sign_error(), ProviderError::Refused);
  EXPECT_EQ(calls("C_Login"), before + 1);
  fail("C_Login", CKR_OK, 0);
  EXPECT_EQ(sign_error(), ProviderError::Refused);
  static_cast<void>(token_.write("pin", "5678"));
  EXPECT_EQ(sign_error(), ProviderError::Refused) << "the same PIN with another line end";
}

TEST_F(Pkcs11Faults, ALockedTokenIsRefusedWithoutALogin) {
  spoil("C_GetTokenInfo", "locked");
  const ProviderFailure failure = failure_to_open();
  EXPECT_EQ(failure.error, ProviderError::Refused);
  EXPECT_THAT(failure.reason, HasSubstr("security officer"));
  EXPECT_EQ(calls("C_Login"), 0U);
}

TEST_F(Pkcs11Faults, TheLastTryBeforeALockIsLeftToAPerson) {
  spoil("C_GetTokenInfo", "final try");
  const ProviderFailure failure = failure_to_open();
  EXPECT_EQ(failure.error, ProviderError::Refused);
  EXPECT_THAT(failure.reason, HasSubstr("would lock the token"));
  EXPECT_EQ(calls("C_Login"), 0U);
}

TEST_F(Pkcs11Faults, ATokenInNoSlotIsUnavailableAfterTheModuleWasRestarted) {
  spoil("C_GetSlotList", "empty");
  const unsigned before = calls("C_Initialize");
  const ProviderFailure failure = failure_to_open();
  EXPECT_EQ(failure.error, ProviderError::Unavailable);
  EXPECT_THAT(failure.reason, HasSubstr("no slot holds the token"));
  EXPECT_GT(calls("C_Initialize"), before);
}

TEST_F(Pkcs11Faults, AKeyThatVanishesLaterIsUnavailableNotRefused) {
  open();
  fail("C_SignInit", CKR_KEY_HANDLE_INVALID, 1);
  spoil("C_FindObjects", "none");
  EXPECT_EQ(sign_error(), ProviderError::Unavailable);
}

TEST_F(Pkcs11Faults, ATokenOutOfSessionsIsUnavailable) {
  fail("C_OpenSession", CKR_SESSION_COUNT);
  EXPECT_EQ(failure_to_open().error, ProviderError::Unavailable);
}

TEST_F(Pkcs11Faults, ACallThatHangsCostsOthersOnlyTheirDeadline) {
  auto options = token_.options();
  options.sessions_max = 1;
  auto backend = open_pkcs11_backend(options, soon());
  ASSERT_TRUE(backend.has_value());
  spoil("C_Sign", "slow");
  std::thread hanging([&] { static_cast<void>((*backend)->ask_signature(as_bytes("a"), soon())); });
  while (calls("C_Sign") == 0) {
    std::this_thread::yield();
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto second = (*backend)->ask_signature(as_bytes("b"), begun + 50ms);
  EXPECT_EQ(testing::error_of(second), ProviderError::Unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 400ms);
  hanging.join();
}

TEST_F(Pkcs11Faults, WhoeverCallsIntoAModuleThatHangsLeavesAtTheDeadline) {
  const auto provider = open_provider(token_.options());
  ASSERT_TRUE(provider.has_value()) << provider.error().reason;
  const auto algorithm = (*provider)->public_key().algorithm;
  spoil("C_Sign", "slow");
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(testing::error_of((*provider)->sign(algorithm, as_bytes("a"), begun + 50ms)),
            ProviderError::Unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 400ms);
  spoil("C_Sign", "");
  EXPECT_TRUE((*provider)->sign(algorithm, as_bytes("b"), soon()).has_value());
}

TEST_F(Pkcs11Faults, ASpoiledWrappingIsWrong) {
  open();
  const SecretBytes key = random_secret(32);
  spoil("C_Encrypt", "huge");
  EXPECT_EQ(testing::error_of(provider_->wrap(key, as_bytes("c"), clock_.time + 4s)),
            ProviderError::Wrong);
  spoil("C_Encrypt", "changed");
  const auto blob = provider_->wrap(key, as_bytes("c"), clock_.time + 4s);
  ASSERT_TRUE(blob.has_value());
  EXPECT_EQ(testing::error_of(provider_->unwrap(*blob, as_bytes("c"), clock_.time + 4s)),
            ProviderError::Wrong);
}

TEST_F(Pkcs11Faults, AModuleWithoutReadOnlySessionsIsUsed) {
  spoil("C_OpenSession", "writable");
  open();
  EXPECT_TRUE(sign().has_value());
}

TEST_F(Pkcs11Faults, ATokenThatChoosesTheIvItselfWraps) {
  spoil("C_EncryptInit", "own-iv");
  open();
  const SecretBytes key = random_secret(32);
  const auto blob = provider_->wrap(key, as_bytes("c"), clock_.time + 4s);
  ASSERT_TRUE(blob.has_value()) << blob.error().reason;
  const auto back = provider_->unwrap(*blob, as_bytes("c"), clock_.time + 4s);
  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(equal_secrets(back->view(), key.view()));
}

TEST_F(Pkcs11Faults, AnIvThatNobodyHasChosenIsNotUsed) {
  open();
  spoil("C_EncryptInit", "no-iv");
  EXPECT_EQ(testing::error_of(provider_->wrap(random_secret(32), as_bytes("c"), clock_.time + 4s)),
            ProviderError::Wrong);
}

TEST_F(Pkcs11Faults, ASpoiledUnwrappingIsWrong) {
  open();
  const auto blob = provider_->wrap(random_secret(32), as_bytes("c"), clock_.time + 4s);
  ASSERT_TRUE(blob.has_value());
  for (const char* how : {"huge", "changed"}) {
    spoil("C_Decrypt", how);
    EXPECT_EQ(testing::error_of(provider_->unwrap(*blob, as_bytes("c"), clock_.time + 4s)),
              ProviderError::Wrong);
  }
}

TEST_F(Pkcs11Faults, ATokenWithoutAnAesMechanismRefusesToWrap) {
  fail("C_GetMechanismInfo", CKR_MECHANISM_INVALID);
  EXPECT_EQ(failure_to_open().error, ProviderError::Refused);
}

TEST_F(Pkcs11Faults, HealthTellsWhetherTheTokenAnswers) {
  open();
  EXPECT_TRUE(provider_->health(soon()).has_value());
  fail("C_GetTokenInfo", CKR_DEVICE_REMOVED);
  EXPECT_EQ(testing::error_of(provider_->health(soon())), ProviderError::Unavailable);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
