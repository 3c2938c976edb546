// Tells whoever asks that nobody has voted in any view yet, and commits to every process (C15);
// lies about its own view and its watermarks to everybody.
#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

class ViewLiar : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "liar about views"; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    if (!outgoing.packet->message) {
      return {outgoing};
    }
    consensus::Message message = *outgoing.packet->message;
    if (auto* answer = std::get_if<consensus::Answer>(&message)) {
      answer->commits = true;
      answer->own_highest = consensus::View{0};
      answer->floor = consensus::View{0};
      answer->shown.clear();
      message = sign_statement(*context.process, *answer);
    } else if (auto* stuck = std::get_if<consensus::StuckReport>(&message)) {
      stuck->view = consensus::View{1};
      stuck->highest_final_view = consensus::View{0};
      stuck->best.reset();
    } else if (auto* watermarks = std::get_if<consensus::Watermarks>(&message)) {
      for (auto& entry : watermarks->entries) {
        entry.position.sequence = consensus::Sequence{entry.position.sequence.value() + 3};
      }
    }
    return {{outgoing.to, make_packet(std::move(message), outgoing.packet->batches)}};
  }
};

}  // namespace

std::unique_ptr<Actor> make_view_liar() { return std::make_unique<ViewLiar>(); }

}  // namespace vitalstream::sim
