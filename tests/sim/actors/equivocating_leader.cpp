// Proposes one block to one half of the others and a second one to the rest, and backs each with
// votes of every kind toward whoever saw it.
#include <map>

#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

using consensus::BlockDigest;
using consensus::Proposal;
using consensus::Vote;
using consensus::VoteKind;

class EquivocatingLeader : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "equivocating leader"; }
  [[nodiscard]] bool votes_beside_its_record() const override { return true; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    if (!outgoing.packet->message || outgoing.to.value() % 2 == 0) {
      return {outgoing};
    }
    if (const auto* proposal = std::get_if<Proposal>(&*outgoing.packet->message)) {
      const Proposal second = another(context, *proposal);
      return {{outgoing.to, make_packet(second, outgoing.packet->batches)}};
    }
    if (const auto* vote = std::get_if<Vote>(&*outgoing.packet->message)) {
      const auto second = second_of_.find(vote->subject.block);
      if (vote->subject.kind != VoteKind::Nullify && second != second_of_.end()) {
        consensus::VoteSubject subject = vote->subject;
        subject.block = second->second;
        return {{outgoing.to, make_packet(context.sign(subject))}, outgoing};
      }
    }
    return {outgoing};
  }

 private:
  Proposal another(const ActorContext& context, const Proposal& proposal) {
    consensus::Block block = proposal.block;
    block.header.timestamp = UnixMs{block.header.timestamp.value() + 1};
    Proposal second = context.propose(proposal, std::move(block));
    second_of_[proposal.vote.subject.block] = second.vote.subject.block;
    return second;
  }
  std::map<BlockDigest, BlockDigest> second_of_;
};

}  // namespace

std::unique_ptr<Actor> make_equivocating_leader() { return std::make_unique<EquivocatingLeader>(); }

}  // namespace vitalstream::sim
