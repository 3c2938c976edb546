#include "crypto/provider/pkcs11/token_session.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "crypto/provider/limits.hpp"
#include "crypto/provider/pkcs11/cryptoki_error.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto::provider {
namespace {

struct Token {
  CK_SLOT_ID slot = 0;
  CK_TOKEN_INFO info{};
};

ProviderResult<std::vector<CK_SLOT_ID>> slots_with_token(const Cryptoki::Use& use) {
  std::vector<CK_SLOT_ID> slots(kPkcs11SlotsMax);
  CK_ULONG count = slots.size();
  const CK_RV status = use->C_GetSlotList(CK_TRUE, slots.data(), &count);
  if (status == CKR_CRYPTOKI_NOT_INITIALIZED) {
    // Somebody else in this process has ended it; the restart that follows begins it again.
    return std::vector<CK_SLOT_ID>();
  }
  if (status != CKR_OK) {
    return cryptoki_failure("C_GetSlotList", status);
  }
  slots.resize(std::min<std::size_t>(count, slots.size()));
  return slots;
}

// Nothing: no slot holds it now.
ProviderResult<std::optional<Token>> find_token(const Cryptoki::Use& use, const Pkcs11Uri& uri) {
  const auto slots = slots_with_token(use);
  if (slots.has_error()) {
    return slots.error();
  }
  std::optional<Token> found;
  for (const CK_SLOT_ID slot : *slots) {
    Token token{slot, {}};
    if (use->C_GetTokenInfo(slot, &token.info) != CKR_OK || !uri.names_token(token.info)) {
      continue;
    }
    if (found) {
      return refused("several tokens are named by " + uri.text() + ": add serial=NUMBER");
    }
    found = token;
  }
  return found;
}

ProviderResult<void> check_token(const Token& token, const TokenKeys& keys) {
  if ((token.info.flags & CKF_USER_PIN_LOCKED) != 0) {
    return refused("the token's user PIN is locked: its security officer must unlock it");
  }
  if (keys.wrapping && !keys.wrapping->names_token(token.info)) {
    return refused("the wrapping key " + keys.wrapping->text() + " is to be in another token");
  }
  return {};
}

// Read-only, as nothing is written; some modules (AWS CloudHSM) know no such sessions.
CK_RV open_session(const Cryptoki::Use& use, CK_SLOT_ID slot, CK_SESSION_HANDLE& handle) {
  const CK_RV status = use->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
  if (status != CKR_FUNCTION_FAILED && status != CKR_SESSION_READ_ONLY) {
    return status;
  }
  return use->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &handle);
}

}  // namespace

TokenSession::~TokenSession() {
  const auto use = cryptoki_.use(std::chrono::steady_clock::now() + kPkcs11CloseTimeout);
  // After a restart the handle is gone, or somebody else's.
  if (use && cryptoki_.generation() == generation_) {
    (*use)->C_CloseSession(handle_);
  }
}

ProviderResult<std::unique_ptr<TokenSession>> TokenDoor::open(Deadline deadline) {
  const unsigned seen = cryptoki_.generation();
  auto session = try_open(deadline);
  if (session.has_error() || *session != nullptr) {
    return session;
  }
  if (const auto restarted = cryptoki_.restart(seen, deadline); restarted.has_error()) {
    return restarted.error();
  }
  session = try_open(deadline);
  if (session && *session == nullptr) {
    return unavailable("no slot holds the token of " + keys_.signing.text());
  }
  return session;
}

ProviderResult<std::unique_ptr<TokenSession>> TokenDoor::try_open(Deadline deadline) {
  // Declared before the Use, so that it is closed after it.
  Session session;
  const auto use = cryptoki_.use(deadline);
  if (!use) {
    return unavailable("the PKCS#11 module is being restarted");
  }
  const auto token = find_token(*use, keys_.signing);
  if (token.has_error()) {
    return token.error();
  }
  if (!*token) {
    return Session();
  }
  if (const auto fit = check_token(**token, keys_); fit.has_error()) {
    return fit.error();
  }
  CK_SESSION_HANDLE handle = CK_INVALID_HANDLE;
  const CK_RV status = open_session(*use, (*token)->slot, handle);
  if (status != CKR_OK) {
    return cryptoki_failure("C_OpenSession", status);
  }
  session =
      std::make_unique<TokenSession>(cryptoki_, cryptoki_.generation(), (*token)->slot, handle);
  if (const auto entered = log_in(*use, *session); entered.has_error()) {
    return entered.error();
  }
  if (const auto found = find_keys(*use, *session); found.has_error()) {
    // What was there once may come back: a token that is just being restored, for instance.
    return was_open_ ? unavailable(found.error().reason) : found.error();
  }
  was_open_ = true;
  return session;
}

ProviderResult<void> TokenDoor::log_in(const Cryptoki::Use& use, const TokenSession& session) {
  // All sessions of a token share one login, so that only the first has to.
  const std::lock_guard lock(login_mutex_);
  CK_SESSION_INFO info{};
  if (const CK_RV status = use->C_GetSessionInfo(session.handle(), &info); status != CKR_OK) {
    return cryptoki_failure("C_GetSessionInfo", status);
  }
  if (info.state == CKS_RO_USER_FUNCTIONS || info.state == CKS_RW_USER_FUNCTIONS) {
    return {};
  }
  CK_TOKEN_INFO token{};
  if (const CK_RV status = use->C_GetTokenInfo(session.slot(), &token); status != CKR_OK) {
    return cryptoki_failure("C_GetTokenInfo", status);
  }
  if ((token.flags & CKF_LOGIN_REQUIRED) == 0) {
    return {};
  }
  if ((token.flags & CKF_USER_PIN_FINAL_TRY) != 0) {
    return refused(
        "one wrong PIN more would lock the token: log in by hand once, then start again");
  }
  return present_pin(use, session);
}

ProviderResult<void> TokenDoor::present_pin(const Cryptoki::Use& use, const TokenSession& session) {
  auto pin = read_secret(keys_.pin);
  if (pin.has_error()) {
    return refused("the token's PIN " + keys_.pin.to_string() + ": " +
                   std::string(to_string(pin.error())));
  }
  const Hash32 fingerprint = sha256(pin->view());
  if (refused_pin_ == fingerprint) {
    return refused("the token has refused this PIN before; it is not tried again");
  }
  const CK_RV status = use->C_Login(session.handle(), CKU_USER, pin->writable().data(),
                                    static_cast<CK_ULONG>(pin->size()));
  if (status == CKR_PIN_INCORRECT || status == CKR_PIN_INVALID || status == CKR_PIN_LEN_RANGE) {
    refused_pin_ = fingerprint;
  }
  if (status != CKR_OK && status != CKR_USER_ALREADY_LOGGED_IN) {
    return cryptoki_failure("C_Login", status);
  }
  return {};
}

ProviderResult<void> TokenDoor::find_keys(const Cryptoki::Use& use, TokenSession& session) {
  const auto signing = find_object(use, session.handle(), CKO_PRIVATE_KEY, keys_.signing);
  if (signing.has_error()) {
    return signing.error();
  }
  session.signing = *signing;
  if (!keys_.wrapping) {
    return {};
  }
  const auto wrapping = find_object(use, session.handle(), CKO_SECRET_KEY, *keys_.wrapping);
  if (wrapping.has_error()) {
    return wrapping.error();
  }
  session.wrapping = *wrapping;
  return {};
}

}  // namespace vitalstream::crypto::provider
