#pragma once
// Batches as the simulator knows them: a signed header and invented transactions, each a number.

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "consensus/types/message.hpp"
#include "consensus/types/verified_batch.hpp"
#include "tests/sim/keys.hpp"

namespace vitalstream::sim {

using TxId = std::uint64_t;

struct SimBatch {
  consensus::SignedBatchHeader header;
  consensus::BatchDigest digest;
  std::vector<TxId> items;
  bool has_bad_item = false;  // an item whose own signature is wrong (L6)
};
using BatchPtr = std::shared_ptr<const SimBatch>;

inline constexpr std::uint32_t kTxBytes = 600;

// A lane key and its certificate by the validator's own key.
struct LaneSigner {
  SimKey key;
  consensus::LaneKey certificate;
};
[[nodiscard]] LaneSigner make_lane_signer(ValidatorIndex owner, const SimKey& owner_key,
                                          consensus::Incarnation incarnation);
// The same with a key of which there is no second one: a process is known by it (C15).
[[nodiscard]] LaneSigner make_process_key(ValidatorIndex owner, const SimKey& key,
                                          consensus::Incarnation incarnation);
// C15: a statement with the signature of this process in place of what it had.
using Statement = std::variant<consensus::Question, consensus::Answer, consensus::Over>;
[[nodiscard]] consensus::Message sign_statement(const LaneSigner& process,
                                                const Statement& statement);

struct BatchPlace {
  consensus::Sequence sequence;
  consensus::BatchDigest previous;
};
[[nodiscard]] BatchPtr make_batch(const LaneSigner& signer, const BatchPlace& place,
                                  std::vector<TxId> items, bool has_bad_item = false);

[[nodiscard]] consensus::BodyDigest body_digest(const std::vector<TxId>& items);
[[nodiscard]] consensus::VerifiedBatch verified(const SimBatch& batch);
[[nodiscard]] std::uint64_t total_bytes(const SimBatch& batch);

}  // namespace vitalstream::sim
