#pragma once
// ConnectedPeers: which validators are connected now. The link writes, anybody reads: status and
// metrics. Any thread.

#include <atomic>
#include <cstddef>
#include <vector>

#include "consensus/types/validator_set.hpp"

namespace vitalstream::node {

class ConnectedPeers {
 public:
  explicit ConnectedPeers(consensus::ValidatorSet set)
      : set_(std::move(set)), connected_(set_.size()) {}

  void set(consensus::ValidatorIndex peer, bool is_connected) {
    connected_.at(peer.value()) = is_connected;
  }
  [[nodiscard]] bool has(consensus::ValidatorIndex peer) const {
    return connected_.at(peer.value());
  }
  [[nodiscard]] bool has(consensus::ValidatorId peer) const;
  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] const consensus::ValidatorSet& of() const { return set_; }

 private:
  const consensus::ValidatorSet set_;
  std::vector<std::atomic<bool>> connected_;  // one for each position of the set
};

}  // namespace vitalstream::node
