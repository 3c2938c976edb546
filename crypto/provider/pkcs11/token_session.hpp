#pragma once
// TokenSession: one logged-in session with a token, and the keys that were found in it. Opening one
// finds the token, logs in if nobody has, and looks the keys up. Private to this folder; a session
// belongs to one thread at a time, a TokenDoor to any.

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/digest.hpp"
#include "crypto/provider/pkcs11/cryptoki.hpp"
#include "crypto/provider/pkcs11/pkcs11_uri.hpp"
#include "crypto/provider/secret_reference.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

class TokenSession {
 public:
  TokenSession(Cryptoki& cryptoki, unsigned generation, CK_SLOT_ID slot, CK_SESSION_HANDLE handle)
      : cryptoki_(cryptoki), generation_(generation), slot_(slot), handle_(handle) {}
  TokenSession(const TokenSession&) = delete;
  TokenSession& operator=(const TokenSession&) = delete;
  // Takes a Use: none may be held.
  ~TokenSession();

  [[nodiscard]] CK_SLOT_ID slot() const { return slot_; }
  [[nodiscard]] CK_SESSION_HANDLE handle() const { return handle_; }

  CK_OBJECT_HANDLE signing = CK_INVALID_HANDLE;
  CK_OBJECT_HANDLE wrapping = CK_INVALID_HANDLE;

 private:
  Cryptoki& cryptoki_;
  const unsigned generation_;
  const CK_SLOT_ID slot_;
  const CK_SESSION_HANDLE handle_;
};

struct TokenKeys {
  Pkcs11Uri signing;
  std::optional<Pkcs11Uri> wrapping;
  SecretReference pin;
};

// The way into one token. It never tries the same refused PIN twice, and not at all when one
// failure more would lock the token: a validator that restarts in a loop must not lock an HSM.
class TokenDoor {
 public:
  TokenDoor(Cryptoki& cryptoki, TokenKeys keys) : cryptoki_(cryptoki), keys_(std::move(keys)) {}

  [[nodiscard]] ProviderResult<std::unique_ptr<TokenSession>> open(Deadline deadline);

 private:
  using Session = std::unique_ptr<TokenSession>;
  // Null: the module does not show the token.
  [[nodiscard]] ProviderResult<Session> try_open(Deadline deadline);
  [[nodiscard]] ProviderResult<void> log_in(const Cryptoki::Use& use, const TokenSession& session);
  [[nodiscard]] ProviderResult<void> present_pin(const Cryptoki::Use& use,
                                                 const TokenSession& session);
  [[nodiscard]] ProviderResult<void> find_keys(const Cryptoki::Use& use, TokenSession& session);

  Cryptoki& cryptoki_;
  const TokenKeys keys_;
  std::mutex login_mutex_;
  std::optional<Hash32> refused_pin_;
  std::atomic<bool> was_open_ = false;
};

// The one object of this class that the URI names; refused if there is none or more than one.
[[nodiscard]] ProviderResult<CK_OBJECT_HANDLE> find_object(const Cryptoki::Use& use,
                                                           CK_SESSION_HANDLE session,
                                                           CK_OBJECT_CLASS object_class,
                                                           const Pkcs11Uri& uri);

// The public half of the session's signing key.
[[nodiscard]] ProviderResult<PublicKey> read_public_key(const Cryptoki::Use& use,
                                                        const TokenSession& session,
                                                        const Pkcs11Uri& uri);

}  // namespace vitalstream::crypto::provider
