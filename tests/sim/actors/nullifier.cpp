// Nullifies every view that it hears of, at once, besides voting in it as an honest one would: it
// signs nullify and finalize in the same view.
#include <set>

#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

class Nullifier : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "nullifier"; }
  [[nodiscard]] bool votes_beside_its_record() const override { return true; }

  std::vector<Outgoing> on_receive(const ActorContext& context, ProcessId,
                                   const PacketPtr& packet) override {
    const auto* proposal =
        packet->message ? std::get_if<consensus::Proposal>(&*packet->message) : nullptr;
    if (proposal == nullptr) {
      return {};
    }
    const consensus::VoteSubject& subject = proposal->vote.subject;
    if (!nullified_.insert(subject.view).second) {
      return {};
    }
    const PacketPtr vote =
        make_packet(context.sign(consensus::make_nullify(subject.epoch, subject.view)));
    std::vector<Outgoing> all;
    for (const ProcessId to : context.others) {
      all.push_back({to, vote});
    }
    return all;
  }

 private:
  std::set<consensus::View> nullified_;
};

}  // namespace

std::unique_ptr<Actor> make_nullifier() { return std::make_unique<Nullifier>(); }

}  // namespace vitalstream::sim
