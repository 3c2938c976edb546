// Tells whoever asks that it has voted far ahead and knows blocks final there, and sometimes shows
// a vote of the asker that it has made up (C15): what nothing bears out must neither keep a network
// from being born nor shut anybody out.
#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

constexpr std::uint64_t kAhead = 1'000;

class FalseWitness : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "false witness"; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    const auto* honest = outgoing.packet->message
                             ? std::get_if<consensus::Answer>(&*outgoing.packet->message)
                             : nullptr;
    if (honest == nullptr) {
      return {outgoing};
    }
    consensus::Answer answer = *honest;
    const consensus::View claimed{answer.floor.value() + kAhead};
    answer.own_highest = claimed;
    answer.floor = claimed;
    if (context.prng->chance(0.1)) {
      const auto made_up = consensus::make_nullify(answer.epoch, claimed);
      answer.shown = {{made_up, answer.asker, context.key.sign({})}};
    }
    return {{outgoing.to,
             make_packet(sign_statement(*context.process, answer), outgoing.packet->batches)}};
  }
};

}  // namespace

std::unique_ptr<Actor> make_false_witness() { return std::make_unique<FalseWitness>(); }

}  // namespace vitalstream::sim
