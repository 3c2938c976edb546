#pragma once
// C17: blocks by digest, asked for and answered. The digest is the proof, whoever sends the block.

#include "consensus/core/chain.hpp"
#include "consensus/core/fetches.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class OnBlock {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const Fetches& fetches;
    Chain& chain;
    Step& step;
    Peers& peers;
    RightToSign& right;
  };
  explicit OnBlock(const Sees& sees) : sees_(sees) {}

  void on(const BlockRequested& input);
  void on(const BlockArrived& input);

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
