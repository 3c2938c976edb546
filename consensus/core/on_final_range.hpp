#pragma once
// S1: ranges of final blocks, asked for and answered.

#include <optional>
#include <vector>

#include "consensus/core/chain.hpp"
#include "consensus/core/fetches.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/quorums.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class OnFinalRange {
 public:
  struct Sees {
    const ReplicaOptions& options;
    Chain& chain;
    Step& step;
    Peers& peers;
    RightToSign& right;
    Fetches& fetches;
    Quorums& quorums;
  };
  explicit OnFinalRange(const Sees& sees) : sees_(sees) {}

  void on(const FinalRangeRequested& input);
  void on(const FinalRangeArrived& input);
  void on(const FinalRangeVerified& input);
  void on(const FinalRangeInvalid& input);

 private:
  [[nodiscard]] std::optional<std::vector<BlockDigest>> linked_digests(
      const std::vector<Block>& blocks, Height first, const VoteSubject& final) const;

  const Sees sees_;
};

}  // namespace vitalstream::consensus
