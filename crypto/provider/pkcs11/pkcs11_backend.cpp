#include "crypto/provider/pkcs11/pkcs11_backend.hpp"

#include <algorithm>
#include <utility>

#include "crypto/limits.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/one_key_backend.hpp"
#include "crypto/provider/pkcs11/cryptoki_error.hpp"
#include "crypto/provider/pkcs11/token_session.hpp"
#include "crypto/provider/pkcs11/token_wrap.hpp"
#include "crypto/provider/resource_pool.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto::provider {
namespace {

ProviderResult<Signature> sign_in_token(const Cryptoki::Use& use, const TokenSession& session,
                                        SignatureAlgorithm algorithm, ByteView message) {
  const bool is_p256 = algorithm == SignatureAlgorithm::EcdsaP256Sha256;
  Bytes input = is_p256 ? to_bytes(sha256(message)) : to_bytes(message);
  // Modules take a null pointer for a mistake, even for an empty message.
  input.reserve(1);
  CK_MECHANISM mechanism{is_p256 ? CKM_ECDSA : CKM_EDDSA, nullptr, 0};
  CK_RV status = use->C_SignInit(session.handle(), &mechanism, session.signing);
  if (status != CKR_OK) {
    return cryptoki_failure("C_SignInit", status);
  }
  Signature signature(signature_bytes(algorithm));
  CK_ULONG size = signature.size();
  status = use->C_Sign(session.handle(), input.data(), input.size(), signature.data(), &size);
  if (status != CKR_OK) {
    return cryptoki_failure("C_Sign", status);
  }
  if (size != signature.size()) {
    return wrong("C_Sign: a signature of an impossible length");
  }
  return signature;
}

class Pkcs11Backend final : public OneKeyBackend {
 public:
  struct Parts {
    Cryptoki& cryptoki;
    TokenKeys keys;
    std::size_t sessions_max = 0;
    TokenWrapping wrapping = TokenWrapping::Automatic;
  };
  explicit Pkcs11Backend(Parts parts)
      : OneKeyBackend("pkcs11", parts.keys.wrapping.has_value()),
        cryptoki_(parts.cryptoki),
        signing_uri_(parts.keys.signing),
        wrapping_(parts.wrapping),
        door_(parts.cryptoki, std::move(parts.keys)),
        sessions_(parts.sessions_max) {}

  [[nodiscard]] ProviderResult<void> check_health(Deadline deadline) override;
  ProviderResult<Signature> ask_signature(ByteView message, Deadline deadline) override;
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                 Deadline deadline) override;
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, const Hash32& context,
                                         Deadline deadline) override;

 private:
  // And how to wrap.
  [[nodiscard]] ProviderResult<PublicKey> read_key(Deadline deadline) override;

  using Sessions = ResourcePool<TokenSession>;
  // `call(use, session)` in a session of the pool. In one that has grown stale it is tried again in
  // a fresh one: that a token was away meanwhile is no failure of this call.
  template <class Call>
  auto in_session(Deadline deadline, const Call& call)
      -> decltype(call(std::declval<const Cryptoki::Use&>(), std::declval<TokenSession&>()));

  Cryptoki& cryptoki_;
  const Pkcs11Uri signing_uri_;
  TokenWrapping wrapping_;
  TokenDoor door_;
  Sessions sessions_;
};

template <class Call>
auto Pkcs11Backend::in_session(Deadline deadline, const Call& call)
    -> decltype(call(std::declval<const Cryptoki::Use&>(), std::declval<TokenSession&>())) {
  Sessions::Lease lease = sessions_.borrow(deadline);
  if (!lease) {
    return unavailable("all sessions with the token were busy");
  }
  for (;;) {
    const bool is_fresh = lease.get() == nullptr;
    if (is_fresh) {
      auto opened = door_.open(deadline);
      if (opened.has_error()) {
        return opened.error();
      }
      lease.fill(*std::move(opened));
    }
    auto use = cryptoki_.use(deadline);
    if (!use) {
      return unavailable("the PKCS#11 module is being restarted");
    }
    auto result = call(*use, *lease.get());
    use.reset();
    if (result) {
      return result;
    }
    // An operation may be left open in it.
    lease.discard();
    if (is_fresh || result.error().error != ProviderError::Unavailable) {
      return result;
    }
    // What has happened to this session has happened to all.
    sessions_.clear();
  }
}

ProviderResult<PublicKey> Pkcs11Backend::read_key(Deadline deadline) {
  return in_session(
      deadline, [&](const Cryptoki::Use& use, TokenSession& session) -> ProviderResult<PublicKey> {
        VS_TRY(key, read_public_key(use, session, signing_uri_));
        if (can_wrap()) {
          VS_TRY(chosen, choose_wrapping(use, session.slot(), wrapping_));
          wrapping_ = chosen;
        }
        return key;
      });
}

ProviderResult<void> Pkcs11Backend::check_health(Deadline deadline) {
  return in_session(deadline,
                    [](const Cryptoki::Use& use, TokenSession& session) -> ProviderResult<void> {
                      CK_TOKEN_INFO token{};
                      const CK_RV status = use->C_GetTokenInfo(session.slot(), &token);
                      if (status != CKR_OK) {
                        return cryptoki_failure("C_GetTokenInfo", status);
                      }
                      return {};
                    });
}

ProviderResult<Signature> Pkcs11Backend::ask_signature(ByteView message, Deadline deadline) {
  return in_session(deadline, [&](const Cryptoki::Use& use, TokenSession& session) {
    return sign_in_token(use, session, public_key().algorithm, message);
  });
}

ProviderResult<Bytes> Pkcs11Backend::ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                              Deadline deadline) {
  return in_session(deadline, [&](const Cryptoki::Use& use, TokenSession& session) {
    return wrap_in_token(use, session, wrapping_, plaintext, context);
  });
}

ProviderResult<SecretBytes> Pkcs11Backend::ask_unwrap(ByteView blob, const Hash32& context,
                                                      Deadline deadline) {
  return in_session(deadline, [&](const Cryptoki::Use& use, TokenSession& session) {
    return unwrap_in_token(use, session, blob, context);
  });
}

ProviderResult<TokenKeys> keys_of(const Pkcs11Options& options) {
  auto signing = Pkcs11Uri::parse(options.key);
  if (signing.has_error()) {
    return signing.error();
  }
  auto pin = pkcs11_pin(options, *signing);
  if (!pin) {
    return refused("no PIN is configured");
  }
  TokenKeys keys{*std::move(signing), std::nullopt, *std::move(pin)};
  if (!options.wrapping_key.empty()) {
    auto wrapping = Pkcs11Uri::parse(options.wrapping_key);
    if (wrapping.has_error()) {
      return wrapping.error();
    }
    keys.wrapping = *std::move(wrapping);
  }
  return keys;
}

}  // namespace

std::filesystem::path pkcs11_module(const Pkcs11Options& options, const Pkcs11Uri& uri) {
  return options.module.empty() ? std::filesystem::path(uri.module_path().value_or(""))
                                : options.module;
}

// `file:/path`, or the path alone, as RFC 7512 leaves open.
std::optional<SecretReference> pkcs11_pin(const Pkcs11Options& options, const Pkcs11Uri& uri) {
  if (options.pin.is_set()) {
    return options.pin;
  }
  const auto source = uri.pin_source();
  if (!source) {
    return std::nullopt;
  }
  return SecretReference::parse(source->starts_with("file:") ? *source : "file:" + *source);
}

ProviderResult<std::unique_ptr<KeyBackend>> open_pkcs11_backend(const Pkcs11Options& options,
                                                                Deadline deadline) {
  auto keys = keys_of(options);
  if (keys.has_error()) {
    return keys.error();
  }
  const auto module = pkcs11_module(options, keys->signing);
  if (module.empty()) {
    return refused("no PKCS#11 module is configured");
  }
  const auto cryptoki = Cryptoki::load(module);
  if (cryptoki.has_error()) {
    return cryptoki.error();
  }
  const std::size_t sessions =
      std::clamp<std::uint64_t>(options.sessions_max, 1, kPkcs11SessionsMax);
  auto backend = std::make_unique<Pkcs11Backend>(
      Pkcs11Backend::Parts{**cryptoki, *std::move(keys), sessions, options.wrapping});
  return learned(std::move(backend), deadline);
}

}  // namespace vitalstream::crypto::provider
