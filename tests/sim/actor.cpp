#include "tests/sim/actor.hpp"

#include <utility>

#include "base/assert.hpp"
#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {

consensus::Vote ActorContext::sign(const consensus::VoteSubject& subject) const {
  return {subject, self, key.sign(consensus::signing_bytes(sim_genesis(), subject))};
}

consensus::Proposal ActorContext::propose(const consensus::Proposal& model,
                                          consensus::Block block) const {
  block.header.payload = consensus::payload_digest(block.references);
  consensus::VoteSubject subject = model.vote.subject;
  subject.block = consensus::block_digest(sim_genesis(), block.header);
  return {std::move(block), sign(subject)};
}

std::vector<Outgoing> Actor::on_send(const ActorContext&, const Outgoing& outgoing) {
  return {outgoing};
}

std::vector<Outgoing> Actor::on_receive(const ActorContext&, ProcessId, const PacketPtr&) {
  return {};
}

PacketPtr make_packet(consensus::Message message, std::vector<BatchPtr> batches) {
  return std::make_shared<const Packet>(Packet{std::move(batches), std::move(message)});
}

std::unique_ptr<Actor> make_actor(ActorKind kind) {
  switch (kind) {
    case ActorKind::EquivocatingLeader:
      return make_equivocating_leader();
    case ActorKind::Silent:
      return make_silent();
    case ActorKind::Nullifier:
      return make_nullifier();
    case ActorKind::Stale:
      return make_stale();
    case ActorKind::WithholdingLaneOwner:
      return make_withholding_lane_owner();
    case ActorKind::EquivocatingLaneOwner:
      return make_equivocating_lane_owner();
    case ActorKind::FabricatingLeader:
      return make_fabricating_leader();
    case ActorKind::LyingRootLeader:
      return make_lying_root_leader();
    case ActorKind::ViewLiar:
      return make_view_liar();
    case ActorKind::FalseWitness:
      return make_false_witness();
  }
  VS_ASSERT(false);
}

}  // namespace vitalstream::sim
