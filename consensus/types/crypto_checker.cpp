#include "consensus/types/crypto_checker.hpp"

#include "crypto/verify.hpp"

namespace vitalstream::consensus {

std::vector<bool> CryptoChecker::check(std::span<const Item> items) {
  std::vector<bool> answers;
  answers.reserve(items.size());
  for (const Item& item : items) {
    answers.push_back(crypto::verify_strict(keys_, *item.key, item.message, item.signature));
  }
  return answers;
}

}  // namespace vitalstream::consensus
