// Sends its batches to one other validator only, answers nobody who asks for them, and still
// references them in its own proposals.
#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

class WithholdingLaneOwner : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "withholding lane owner"; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    if (outgoing.packet->batches.empty() || outgoing.to == context.others.front()) {
      return {outgoing};
    }
    if (!outgoing.packet->message) {
      return {};
    }
    return {{outgoing.to, make_packet(*outgoing.packet->message)}};
  }
};

}  // namespace

std::unique_ptr<Actor> make_withholding_lane_owner() {
  return std::make_unique<WithholdingLaneOwner>();
}

}  // namespace vitalstream::sim
