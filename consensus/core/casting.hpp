#pragma once
// Casting: the own votes, from the decision to the wire (C14): recorded, signed, spoken; and signed
// or spoken again, the same ones, where they may not have left.

#include "consensus/core/chain.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Casting {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CurrentView& view;
    const Chain& chain;
    Proposals& proposals;
    Step& step;
    SafetyRecord& record;
    RightToSign& right;
  };
  explicit Casting(const Sees& sees) : sees_(sees) {}

  // The caller has the right to (C15) and may (safety_rules.hpp).
  void cast(const VoteSubject& subject);
  // The record holds the block that a vote vouches for.
  void vouch_for(const BlockDigest& block);
  // After a restart, or when a provider failed: the same vote, so there is no second one.
  void sign_again(const VoteSubject& subject);
  // C4: the leader's notarize vote travels with its block.
  void speak(const Vote& vote);
  // C15: the right is back: votes that may never have left.
  void resume();

 private:
  void ask_to_sign(const VoteSubject& subject);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
