#include "crypto/verify.hpp"

#include <algorithm>
#include <optional>

#include "base/assert.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/limits.hpp"

namespace vitalstream::crypto {
namespace {

// Positions of items that are Ed25519 and pass every check that needs no arithmetic: garbage must
// not make a batch of good signatures fail.
using Positions = std::span<const std::size_t>;

class BatchJudge {
 public:
  BatchJudge(std::span<const SignedMessage> items, KeyCache& keys)
      : items_(items), keys_(keys), valid_(items.size(), false), decoded_(items.size()) {}

  std::vector<bool> judge();

 private:
  [[nodiscard]] bool may_be_batched(std::size_t position);
  void judge_together(Positions positions);
  void judge_in_pieces(Positions positions, std::size_t piece_size);
  void judge_singly(std::size_t position);
  [[nodiscard]] bool are_all_valid(Positions positions) const;

  std::span<const SignedMessage> items_;
  KeyCache& keys_;
  std::vector<bool> valid_;
  std::vector<std::optional<Ed25519Key>> decoded_;  // of those that may be batched
};

std::vector<bool> BatchJudge::judge() {
  std::vector<std::size_t> batched;
  batched.reserve(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    VS_ASSERT(items_[i].key != nullptr);
    if (items_[i].key->algorithm != SignatureAlgorithm::Ed25519) {
      judge_singly(i);
    } else if (may_be_batched(i)) {
      batched.push_back(i);
    }
  }
  judge_in_pieces(batched, kBatchSignaturesMax);
  return std::move(valid_);
}

bool BatchJudge::may_be_batched(std::size_t position) {
  const SignedMessage& item = items_[position];
  if (!is_well_formed_ed25519_signature(item.signature)) {
    return false;
  }
  const DecodedKey* key = keys_.find_or_decode(*item.key);
  if (key == nullptr) {
    return false;
  }
  decoded_[position] = *key->ed25519();
  return true;
}

// A failed batch is not halved again and again: who sends nothing but bad signatures would then
// make each cost a batch per level. In two steps it costs at most two batches and a single
// verification.
void BatchJudge::judge_together(Positions positions) {
  if (are_all_valid(positions)) {
    for (const std::size_t position : positions) {
      valid_[position] = true;
    }
  } else {
    judge_in_pieces(positions,
                    positions.size() > kBatchPieceSignatures ? kBatchPieceSignatures : 1);
  }
}

void BatchJudge::judge_in_pieces(Positions positions, std::size_t piece_size) {
  while (!positions.empty()) {
    const Positions piece = positions.first(std::min(piece_size, positions.size()));
    positions = positions.subspan(piece.size());
    if (piece.size() == 1) {
      judge_singly(piece.front());
    } else {
      judge_together(piece);
    }
  }
}

void BatchJudge::judge_singly(std::size_t position) {
  const SignedMessage& item = items_[position];
  valid_[position] = decoded_[position] ? decoded_[position]->verify(item.message, item.signature)
                                        : verify(keys_, *item.key, item.message, item.signature);
}

bool BatchJudge::are_all_valid(Positions positions) const {
  std::vector<Ed25519Item> batch;
  batch.reserve(positions.size());
  for (const std::size_t position : positions) {
    const SignedMessage& item = items_[position];
    batch.push_back({&*decoded_[position], item.message, item.signature});
  }
  return verify_ed25519_batch(batch);
}

}  // namespace

bool verify(const PublicKey& key, ByteView message, ByteView signature) {
  const auto decoded = DecodedKey::decode(key);
  return decoded && decoded->verify(message, signature);
}

bool verify(KeyCache& keys, const PublicKey& key, ByteView message, ByteView signature) {
  const DecodedKey* decoded = keys.find_or_decode(key);
  return decoded != nullptr && decoded->verify(message, signature);
}

bool verify_strict(const PublicKey& key, ByteView message, ByteView signature) {
  KeyCache keys;
  return verify_strict(keys, key, message, signature);
}

bool verify_strict(KeyCache& keys, const PublicKey& key, ByteView message, ByteView signature) {
  const DecodedKey* decoded = keys.find_valid(key);
  return decoded != nullptr && decoded->verify_strict(message, signature);
}

std::vector<bool> verify_batch(std::span<const SignedMessage> items, KeyCache& keys) {
  return BatchJudge(items, keys).judge();
}

}  // namespace vitalstream::crypto
