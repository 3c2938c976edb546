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

struct FreshKey {
  SimKey key;
  consensus::Incarnation incarnation;
};

LaneSigner certified(ValidatorIndex owner, const SimKey& owner_key, const FreshKey& fresh) {
  LaneSigner signer{fresh.key, {}};
  signer.certificate.lane = consensus::ValidatorId{owner.value() + 1U};
  signer.certificate.incarnation = fresh.incarnation;
  signer.certificate.key = fresh.key.public_key();
  signer.certificate.signature =
      owner_key.sign(consensus::lane_key_signing_bytes(sim_genesis(), signer.certificate));
  return signer;
}

struct StatementSigner {
  const LaneSigner& process;

  consensus::Message operator()(consensus::Question question) const {
    question.signature =
        process.key.sign(consensus::question_signing_bytes(sim_genesis(), question));
    return question;
  }
  consensus::Message operator()(consensus::Answer answer) const {
    answer.signature = process.key.sign(consensus::answer_signing_bytes(sim_genesis(), answer));
    return answer;
  }
  consensus::Message operator()(consensus::Over over) const {
    over.signature = process.key.sign(consensus::over_signing_bytes(sim_genesis(), over));
    return over;
  }
};

}  // namespace

LaneSigner make_lane_signer(ValidatorIndex owner, const SimKey& owner_key,
                            consensus::Incarnation incarnation) {
  return certified(owner, owner_key, {lane_key(owner, incarnation.value()), incarnation});
}

LaneSigner make_process_key(ValidatorIndex owner, const SimKey& key,
                            consensus::Incarnation incarnation) {
  return certified(owner, validator_key(owner), {key, incarnation});
}

consensus::Message sign_statement(const LaneSigner& process, const Statement& statement) {
  return std::visit(StatementSigner{process}, statement);
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

std::uint64_t total_bytes(const SimBatch& batch) { return batch.header.header.body_bytes; }

}  // namespace vitalstream::sim
