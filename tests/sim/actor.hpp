#pragma once
// Actor: Byzantine behaviour of one process, one file each in actors/. The process runs the honest
// engine; its actor stands between it and the network, with the validator's keys in its hands.

#include <string_view>
#include <vector>

#include "tests/sim/packet.hpp"
#include "tests/sim/prng.hpp"

namespace vitalstream::sim {

struct ActorContext {
  consensus::ValidatorIndex self;
  SimKey key;
  const consensus::ValidatorSet* validators = nullptr;
  std::vector<ProcessId> others;
  Prng* prng = nullptr;
  const LaneSigner* process = nullptr;  // signs its statements (C15)

  [[nodiscard]] consensus::Vote sign(const consensus::VoteSubject& subject) const;
  // The same proposal for another block, signed again.
  [[nodiscard]] consensus::Proposal propose(const consensus::Proposal& model,
                                            consensus::Block block) const;
};

class Actor {
 public:
  virtual ~Actor() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  // It signs votes that its own safety record does not hold.
  [[nodiscard]] virtual bool votes_beside_its_record() const { return false; }
  // What leaves in place of this packet.
  [[nodiscard]] virtual std::vector<Outgoing> on_send(const ActorContext& context,
                                                      const Outgoing& outgoing);
  // What the actor says to a packet that has come; the engine gets it as well.
  [[nodiscard]] virtual std::vector<Outgoing> on_receive(const ActorContext& context,
                                                         ProcessId from, const PacketPtr& packet);
};

[[nodiscard]] PacketPtr make_packet(consensus::Message message, std::vector<BatchPtr> batches = {});

enum class ActorKind {
  EquivocatingLeader,
  Silent,
  Nullifier,
  Stale,
  WithholdingLaneOwner,
  EquivocatingLaneOwner,
  FabricatingLeader,
  LyingRootLeader,
  ViewLiar,
  FalseWitness,
};
inline constexpr std::size_t kActorKinds = 10;
[[nodiscard]] std::unique_ptr<Actor> make_actor(ActorKind kind);

}  // namespace vitalstream::sim
