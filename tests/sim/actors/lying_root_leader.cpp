// Puts a wrong executed root, or now and then a wrong log root, into the headers that it proposes
// (E2, E4).
#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

class LyingRootLeader : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "leader that lies about roots"; }
  [[nodiscard]] bool votes_beside_its_record() const override { return true; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    const auto* proposal = outgoing.packet->message
                               ? std::get_if<consensus::Proposal>(&*outgoing.packet->message)
                               : nullptr;
    if (proposal == nullptr) {
      return {outgoing};
    }
    consensus::Block block = proposal->block;
    const std::uint64_t turn = proposal->vote.subject.view.value() / context.validators->size();
    Hash32 lie{};
    lie.fill(0xbb);
    if (turn % 3 == 0) {
      block.header.executed_root = consensus::ExecutedRoot{lie};
    } else if (turn % 3 == 1) {
      block.header.log_root = consensus::LogRoot{lie};
    }
    return {{outgoing.to,
             make_packet(context.propose(*proposal, std::move(block)), outgoing.packet->batches)}};
  }
};

}  // namespace

std::unique_ptr<Actor> make_lying_root_leader() { return std::make_unique<LyingRootLeader>(); }

}  // namespace vitalstream::sim
