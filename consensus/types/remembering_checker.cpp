#include "consensus/types/remembering_checker.hpp"

#include <algorithm>
#include <utility>

#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::consensus {
namespace {

// The sizes go first, so that no two items have the same bytes.
Hash32 identity_of(const SignatureChecker::Item& item) {
  ByteWriter sizes;
  sizes.u8(static_cast<std::uint8_t>(item.key->algorithm));
  sizes.u64(item.key->bytes.size());
  sizes.u64(item.message.size());
  sizes.u64(item.signature.size());
  return crypto::sha256({sizes.bytes(), item.key->bytes, item.message, item.signature});
}

}  // namespace

RememberingChecker::RememberingChecker(SignatureChecker& checker, std::size_t remembered_max)
    : checker_(checker), generation_max_(std::max<std::size_t>(remembered_max / 2, 1)) {}

std::vector<bool> RememberingChecker::check(std::span<const Item> items) {
  std::vector<bool> answers(items.size(), true);
  std::vector<Item> unknown;
  std::vector<std::pair<std::size_t, Hash32>> asked;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Hash32 identity = identity_of(items[i]);
    if (!remembers(identity)) {
      unknown.push_back(items[i]);
      asked.emplace_back(i, identity);
    }
  }
  if (unknown.empty()) {
    return answers;
  }
  const std::vector<bool> checked = checker_.check(unknown);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    answers[asked[i].first] = checked[i];
    if (checked[i]) {
      remember(asked[i].second);
    }
  }
  return answers;
}

bool RememberingChecker::remembers(const Hash32& identity) {
  if (young_.contains(identity)) {
    return true;
  }
  if (old_.contains(identity)) {
    remember(identity);
    return true;
  }
  return false;
}

void RememberingChecker::remember(const Hash32& identity) {
  if (young_.size() >= generation_max_) {
    old_ = std::exchange(young_, {});
  }
  young_.insert(identity);
}

}  // namespace vitalstream::consensus
