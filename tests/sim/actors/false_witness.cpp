// Tells whoever asks that it has seen votes of the asker, far ahead, and blocks final beyond them
// (C15): what nothing bears out must neither keep a network from being born nor shut anybody out.
#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

constexpr std::uint64_t kAhead = 1'000;

class FalseWitness : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "false witness"; }

  std::vector<Outgoing> on_send(const ActorContext&, const Outgoing& outgoing) override {
    const auto* honest = outgoing.packet->message
                             ? std::get_if<consensus::VotedViewResponse>(&*outgoing.packet->message)
                             : nullptr;
    if (honest == nullptr) {
      return {outgoing};
    }
    consensus::VotedViewResponse answer = *honest;
    const consensus::View claimed{answer.highest_final.value() + kAhead};
    answer.own_highest = claimed;
    answer.seen_of_asker = claimed;
    return {{outgoing.to, make_packet(answer, outgoing.packet->batches)}};
  }
};

}  // namespace

std::unique_ptr<Actor> make_false_witness() {
  return std::make_unique<FalseWitness>();
}

}  // namespace vitalstream::sim
