#include "node/driver/proposal_times.hpp"

#include <algorithm>
#include <iterator>

#include "node/driver/limits.hpp"

namespace vitalstream::node {

void ProposalTimes::note(const consensus::VoteSubject& proposed, const consensus::Clock& clock) {
  noted_.try_emplace(proposed.view, Noted{proposed.block, clock});
  if (noted_.size() > kProposalTimesMax) {
    noted_.erase(noted_.begin());
  }
}

std::optional<consensus::Clock> ProposalTimes::take(const consensus::Deliver& delivered) {
  const consensus::View view = delivered.finalization.subject.view;
  const auto end = noted_.upper_bound(view);
  const auto found = std::find_if(noted_.begin(), end, [&](const auto& entry) {
    return entry.second.block == delivered.digest;
  });
  if (found != end) {
    const consensus::Clock clock = found->second.clock;
    // Blocks above it are of later views.
    noted_.erase(noted_.begin(), std::next(found));
    return clock;
  }
  if (delivered.finalizes_directly) {
    noted_.erase(noted_.begin(), end);
  }
  return std::nullopt;
}

}  // namespace vitalstream::node
