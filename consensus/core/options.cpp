#include "consensus/core/options.hpp"

namespace vitalstream::consensus {

CommittedTip genesis_tip(const GenesisHash& genesis, Epoch epoch, UnixMs time,
                         const ExecutedRoot& executed_root) {
  CommittedTip tip;
  tip.header.epoch = epoch;
  tip.header.timestamp = time;
  tip.header.executed_root = executed_root;
  tip.header.log_root = LogRoot{tip.state.log.root()};
  tip.digest = anchor_digest(genesis);
  tip.executed_roots[Height{0}] = executed_root;
  return tip;
}

}  // namespace vitalstream::consensus
