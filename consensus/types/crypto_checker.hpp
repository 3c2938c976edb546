#pragma once
// CryptoChecker: the SignatureChecker that checks in earnest, by the strict rule, one by one and by
// keys decoded once. A batch would not do: it takes the cofactor, and what it accepts beyond the
// strict rule makes certificates and receipts that stock libraries refuse. A key that a validator
// names, delegated or of a lane, verifies nothing unless it is valid itself: by one of small order
// anybody could sign. Of production; the simulator has a cheaper rule. Not to be shared between
// threads.

#include "consensus/types/verifier.hpp"
#include "crypto/key_cache.hpp"

namespace vitalstream::consensus {

class CryptoChecker final : public SignatureChecker {
 public:
  [[nodiscard]] std::vector<bool> check(std::span<const Item> items) override;
  [[nodiscard]] crypto::KeyCache& keys() { return keys_; }

 private:
  crypto::KeyCache keys_;
};

}  // namespace vitalstream::consensus
