#include "tests/sim/batches.hpp"

#include <utility>

#include "tests/sim/prng.hpp"

namespace vitalstream::sim {
namespace {

Hash32 hash_of(std::uint64_t value) {
  Hash32 hash{};
  for (std::size_t i = 0; i < hash.size(); ++i) {
    hash[i] = static_cast<std::uint8_t>(mix64(value + i / 8) >> (8 * (i % 8)));
  }
  return hash;
}

}  // namespace

LaneSigner make_lane_signer(ValidatorIndex owner, const SimKey& owner_key,
                            consensus::Incarnation incarnation) {
  LaneSigner signer{lane_key(owner, incarnation.value()), {}};
  signer.certificate.lane = consensus::ValidatorId{owner.value() + 1U};
  signer.certificate.incarnation = incarnation;
  signer.certificate.key = signer.key.public_key();
  signer.certificate.signature =
      owner_key.sign(consensus::lane_key_signing_bytes(sim_genesis(), signer.certificate));
  return signer;
}

BatchPtr make_batch(const LaneSigner& signer, const BatchPlace& place, std::vector<TxId> items,
                    bool has_bad_item) {
  SimBatch batch;
  consensus::BatchHeader& header = batch.header.header;
  header.lane = signer.certificate.lane;
  header.incarnation = signer.certificate.incarnation;
  header.sequence = place.sequence;
  header.previous = place.previous;
  header.body = body_digest(items);
  header.items = static_cast<std::uint32_t>(items.size());
  header.body_bytes = static_cast<std::uint32_t>(items.size()) * kTxBytes;
  batch.header.lane_key = signer.certificate;
  batch.header.signature = signer.key.sign(consensus::batch_signing_bytes(sim_genesis(), header));
  batch.digest = consensus::batch_digest(sim_genesis(), header);
  batch.items = std::move(items);
  batch.has_bad_item = has_bad_item;
  return std::make_shared<const SimBatch>(std::move(batch));
}

consensus::BodyDigest body_digest(const std::vector<TxId>& items) {
  std::uint64_t hash = items.size();
  for (const TxId item : items) {
    hash = mix64(hash ^ item);
  }
  return consensus::BodyDigest{hash_of(hash)};
}

consensus::VerifiedBatch verified(const SimBatch& batch) {
  consensus::VerifiedBatch result{batch.header, batch.digest, {}, total_bytes(batch)};
  result.leaves.reserve(batch.items.size());
  for (const TxId item : batch.items) {
    result.leaves.push_back(hash_of(item));
  }
  return result;
}

std::uint64_t total_bytes(const SimBatch& batch) {
  return batch.header.header.body_bytes;
}

}  // namespace vitalstream::sim
