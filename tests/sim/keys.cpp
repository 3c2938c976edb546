#include "tests/sim/keys.hpp"

#include <cstring>
#include <string>

#include "tests/sim/prng.hpp"

namespace vitalstream::sim {
namespace {

constexpr std::size_t kWordBytes = 8;

void put(Bytes& target, std::uint64_t word) {
  for (std::size_t i = 0; i < kWordBytes; ++i) {
    target.push_back(static_cast<std::uint8_t>(word >> (8 * i)));
  }
}

std::uint64_t word_at(ByteView bytes, std::size_t from) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < kWordBytes && from + i < bytes.size(); ++i) {
    word |= static_cast<std::uint64_t>(bytes[from + i]) << (8 * i);
  }
  return word;
}

std::uint64_t keyed_hash(std::uint64_t secret, ByteView message) {
  std::uint64_t hash = mix64(secret ^ message.size());
  for (std::size_t i = 0; i < message.size(); i += kWordBytes) {
    hash = mix64(hash ^ word_at(message, i));
  }
  return hash;
}

}  // namespace

crypto::PublicKey SimKey::public_key() const {
  crypto::PublicKey key;
  put(key.bytes, secret);
  return key;
}

crypto::Signature SimKey::sign(ByteView message) const {
  crypto::Signature signature;
  put(signature, keyed_hash(secret, message));
  return signature;
}

SimKey validator_key(ValidatorIndex index) { return {mix64(1'000'000ULL + index.value())}; }

SimKey lane_key(ValidatorIndex index, std::uint64_t start) {
  return {mix64(mix64(2'000'000ULL + index.value()) ^ start)};
}

std::vector<bool> SimSignatureChecker::check(std::span<const Item> items) {
  std::vector<bool> answers;
  answers.reserve(items.size());
  for (const Item& item : items) {
    const bool shaped = item.signature.size() == kWordBytes && item.key->bytes.size() == kWordBytes;
    answers.push_back(shaped && word_at(item.signature, 0) ==
                                    keyed_hash(word_at(item.key->bytes, 0), item.message));
  }
  return answers;
}

const GenesisHash& sim_genesis() {
  static const GenesisHash kGenesis = [] {
    Hash32 bytes{};
    bytes.fill(0x5a);
    return GenesisHash{bytes};
  }();
  return kGenesis;
}

consensus::ValidatorSet sim_validators(std::size_t count) {
  std::vector<consensus::Validator> validators;
  for (std::size_t i = 0; i < count; ++i) {
    const ValidatorIndex index{static_cast<std::uint16_t>(i)};
    validators.push_back({consensus::ValidatorId{static_cast<std::uint32_t>(i + 1)},
                          "v" + std::to_string(i), validator_key(index).public_key()});
  }
  return consensus::ValidatorSet(consensus::Epoch{1}, std::move(validators));
}

}  // namespace vitalstream::sim
