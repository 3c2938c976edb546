#include "consensus/core/disagreements.hpp"

#include <utility>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

void Disagreements::add(const VoteSubject& proposed, const BlockHeader& header) {
  const VoteSubject finalize = make_finalize(proposed);
  if (!suspects_.try_emplace(proposed.view, finalize).second) {
    return;
  }
  const ValidatorSet& set = sees_.options.validators;
  const ValidatorIndex leader = set.leader(proposed.view);
  if (kept_.size() == kDisagreementsKeptMax) {
    kept_.erase(kept_.begin());
  }
  const ExecutedRoots& executed = sees_.chain.executed();
  kept_.push_back({leader, proposed.view, header.executed_height, header.executed_root,
                   executed.own(header.executed_height).value_or(ExecutedRoot{})});
  sees_.step.alarm("leader " + set.at(leader).name + " commits to another state after height " +
                   std::to_string(header.executed_height.value()));
  auto votes = sees_.ballot.lower_threshold(finalize, set.faulty_max() + 1);
  if (!votes.empty()) {
    sees_.step.add(VerifyVotes{std::move(votes)});
  }
}

void Disagreements::check_finality(const VoteSubject& finalize) {
  const auto suspect = suspects_.find(finalize.view);
  if (suspect != suspects_.end() && suspect->second == finalize &&
      sees_.ballot.votes().verified_count(finalize) > sees_.options.validators.faulty_max()) {
    sees_.right.halt("f+1 validators finalize a header that contradicts the own execution");
  }
}

void Disagreements::forget_up_to(View floor) {
  std::erase_if(suspects_, [&](const auto& entry) { return entry.first <= floor; });
}

}  // namespace vitalstream::consensus
