#pragma once
// Ed25519 as only a rule with the cofactor accepts it (ZIP 215): a signature whose R has a part of
// order two, which stock libraries refuse; and a key of order one, for which anybody can sign.

#include "crypto/secret_bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::byzantine {

// By the key of this seed.
[[nodiscard]] crypto::Signature sign_with_small_order_part(const crypto::SecretBytes& seed,
                                                           ByteView message);

[[nodiscard]] crypto::PublicKey key_of_order_one();
// Fits every message under that key.
[[nodiscard]] crypto::Signature signature_by_anybody();

}  // namespace vitalstream::byzantine
