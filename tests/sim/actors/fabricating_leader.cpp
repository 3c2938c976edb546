// Proposes an invented next batch of another validator's lane, with a header that it signed itself,
// to cut that lane's real chain off.
#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

class FabricatingLeader : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "fabricating leader"; }
  [[nodiscard]] bool votes_beside_its_record() const override { return true; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    const auto* proposal = outgoing.packet->message
                               ? std::get_if<consensus::Proposal>(&*outgoing.packet->message)
                               : nullptr;
    if (proposal == nullptr || proposal->vote.subject.view.value() % 2 == 0) {
      return {outgoing};
    }
    consensus::Block block = proposal->block;
    std::vector<BatchPtr> batches = outgoing.packet->batches;
    for (consensus::BatchRef& reference : block.references) {
      if (reference.lane != context.validators->at(context.self).id) {
        const BatchPtr fake = fabricate(context, reference);
        reference.digest = fake->digest;
        batches.push_back(fake);
        break;
      }
    }
    return {{outgoing.to, make_packet(context.propose(*proposal, std::move(block)), batches)}};
  }

 private:
  static BatchPtr fabricate(const ActorContext& context, const consensus::BatchRef& reference) {
    LaneSigner signer = make_lane_signer(context.self, context.key, reference.incarnation);
    signer.certificate.lane = reference.lane;
    return make_batch(signer, {reference.sequence, consensus::BatchDigest{}},
                      {mix64(reference.sequence.value()) | (std::uint64_t{1} << 63)});
  }
};

}  // namespace

std::unique_ptr<Actor> make_fabricating_leader() { return std::make_unique<FabricatingLeader>(); }

}  // namespace vitalstream::sim
