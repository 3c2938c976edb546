#pragma once
// CatchUp: which ranges of final blocks to ask whom for (S1). One request per peer at a time, a few
// in all, and only of who is connected; a peer that has nothing, or does not answer in time, rests
// while others are asked. Owned by Fetches; OnFinalRange checks what arrives.

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "consensus/core/connections.hpp"
#include "consensus/core/final_chain.hpp"
#include "consensus/types/message.hpp"

namespace vitalstream::consensus {

class CatchUp {
 public:
  using Request = std::pair<ValidatorIndex, FinalRangeRequest>;

  // The connections must outlive this.
  CatchUp(std::size_t validators, std::optional<ValidatorIndex> own, Duration retry,
          const Connections& connections);

  // Requests for heights up to `last` that are neither known nor under way.
  [[nodiscard]] std::vector<Request> plan(const FinalChain& chain, Height last, Instant now);
  // The range that this peer was asked for and of which an answer is to be checked, once; nothing
  // if there is none.
  [[nodiscard]] std::optional<FinalRangeRequest> begin_check(ValidatorIndex from);
  // The range that this peer was asked for, which is now answered; nothing if it was not asked.
  [[nodiscard]] std::optional<FinalRangeRequest> take_answered(ValidatorIndex from);
  // It has left: what it was asked for is lost.
  void forget(ValidatorIndex peer);
  // Its answer did not help.
  void rest(ValidatorIndex peer, Instant now);
  void stop() { outstanding_.clear(); }

  [[nodiscard]] bool is_running() const { return !outstanding_.empty(); }
  [[nodiscard]] std::optional<Instant> due(Instant now) const;

 private:
  struct Outstanding {
    FinalRangeRequest request;
    Instant deadline;
    bool is_checked = false;  // an answer is with the verifier
  };

  void expire(Instant now);
  [[nodiscard]] std::optional<ValidatorIndex> idle_peer(Instant now);
  [[nodiscard]] bool is_under_way(Height height) const;

  std::size_t validators_;
  std::optional<ValidatorIndex> own_;
  Duration retry_;
  const Connections* connections_;
  std::size_t cursor_ = 0;
  std::map<ValidatorIndex, Outstanding> outstanding_;
  std::map<ValidatorIndex, Instant> resting_until_;
};

}  // namespace vitalstream::consensus
