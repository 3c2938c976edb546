#pragma once
// CryptoChecker: the SignatureChecker that checks in earnest, all that it is given together and by
// keys decoded once. Of production; the simulator has a cheaper rule. Not to be shared between
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
