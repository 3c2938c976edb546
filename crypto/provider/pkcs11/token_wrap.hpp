#pragma once
// Wrapping with an AES key that stays in the token: AES-GCM, which binds the context, or AES key
// wrap (RFC 3394), which does not, where a token has nothing better. The blob says which:
//   1 | 12 bytes of IV | ciphertext | 16 bytes of tag          AES-GCM
//   2 | wrapped bytes                                          AES key wrap
// Private to this folder; a session belongs to one thread at a time.

#include "crypto/provider/pkcs11/token_session.hpp"
#include "crypto/provider/provider_options.hpp"

namespace vitalstream::crypto::provider {

// `Automatic` becomes the best that the token has; refused if it has none.
[[nodiscard]] ProviderResult<TokenWrapping> choose_wrapping(const Cryptoki::Use& use,
                                                            CK_SLOT_ID slot, TokenWrapping wanted);

// `wrapping` is not Automatic.
[[nodiscard]] ProviderResult<Bytes> wrap_in_token(const Cryptoki::Use& use,
                                                  const TokenSession& session,
                                                  TokenWrapping wrapping,
                                                  const SecretBytes& plaintext,
                                                  const Hash32& context);

[[nodiscard]] ProviderResult<SecretBytes> unwrap_in_token(const Cryptoki::Use& use,
                                                          const TokenSession& session,
                                                          ByteView blob, const Hash32& context);

}  // namespace vitalstream::crypto::provider
