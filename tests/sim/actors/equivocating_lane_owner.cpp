// Signs two batches under one sequence number and sends one to each half of the others. The second
// branch goes on for a few batches, each chained to the one before in its own branch.
#include <map>

#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

class EquivocatingLaneOwner : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "equivocating lane owner"; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    if (outgoing.packet->batches.empty() || outgoing.to.value() % 2 == 0) {
      return {outgoing};
    }
    Packet packet = *outgoing.packet;
    for (BatchPtr& batch : packet.batches) {
      if (batch->header.header.lane == context.validators->at(context.self).id) {
        batch = second_of(context, batch);
      }
    }
    return {{outgoing.to, std::make_shared<const Packet>(std::move(packet))}};
  }

 private:
  // Some sequence numbers branch off; their descendants follow the branch.
  BatchPtr second_of(const ActorContext& context, const BatchPtr& batch) {
    const auto known = second_.find(batch->digest);
    if (known != second_.end()) {
      return known->second;
    }
    const consensus::BatchHeader& header = batch->header.header;
    const auto before = second_.find(header.previous);
    const bool follows = before != second_.end() && before->second->digest != header.previous;
    BatchPtr second = batch;
    if (follows || context.prng->chance(0.05)) {
      const LaneSigner signer = make_lane_signer(context.self, context.key, header.incarnation);
      std::vector<TxId> items = batch->items;
      items.push_back(mix64(batch->items.front()) | (std::uint64_t{1} << 63));
      second = make_batch(
          signer, {header.sequence, follows ? before->second->digest : header.previous}, items);
    }
    second_[batch->digest] = second;
    return second;
  }
  std::map<consensus::BatchDigest, BatchPtr> second_;
};

}  // namespace

std::unique_ptr<Actor> make_equivocating_lane_owner() {
  return std::make_unique<EquivocatingLaneOwner>();
}

}  // namespace vitalstream::sim
