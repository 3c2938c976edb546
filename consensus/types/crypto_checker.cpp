#include "consensus/types/crypto_checker.hpp"

#include "crypto/verify.hpp"

namespace vitalstream::consensus {

std::vector<bool> CryptoChecker::check(std::span<const Item> items) {
  std::vector<crypto::SignedMessage> messages;
  messages.reserve(items.size());
  for (const Item& item : items) {
    messages.push_back({item.key, item.message, item.signature});
  }
  return crypto::verify_batch(messages, keys_);
}

}  // namespace vitalstream::consensus
