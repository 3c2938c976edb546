#pragma once
// Peers: the other validators as partners in talk: who is connected, who was heard when, and what
// each still gets by asking (C12, C17). Owned by Replica.

#include <cstddef>
#include <map>

#include "consensus/core/answer_budget.hpp"
#include "consensus/core/connections.hpp"
#include "consensus/core/peer_activity.hpp"

namespace vitalstream::consensus {

class Peers {
 public:
  struct Pauses {
    Duration skip_timeout;  // C11
    Duration retry;
  };
  Peers(std::size_t validators, Pauses pauses);

  void start(Instant now) { activity_.start(now); }
  void connect(ValidatorIndex peer) { connections_.peers.insert(peer); }
  void disconnect(ValidatorIndex peer) { connections_.peers.erase(peer); }
  [[nodiscard]] const Connections& connections() const { return connections_; }

  void heard(ValidatorIndex peer, Instant now) { activity_.heard(peer, now); }
  [[nodiscard]] const PeerActivity& activity() const { return activity_; }

  // C17: how many answers it may be sent now.
  [[nodiscard]] std::size_t answers_left(ValidatorIndex peer, Instant now) const {
    return budget_.left(peer, now);
  }
  void spend_answers(ValidatorIndex peer, std::size_t answers, Instant now) {
    budget_.spend(peer, answers, now);
  }
  // C12: no answer to a stuck report of it in the last retry, more or less.
  [[nodiscard]] bool may_answer_report(ValidatorIndex peer, Instant now) const;
  void report_answered(ValidatorIndex peer, Instant now) { report_answered_[peer] = now; }

 private:
  Connections connections_;
  PeerActivity activity_;
  AnswerBudget budget_;
  Duration report_pause_;
  std::map<ValidatorIndex, Instant> report_answered_;
};

}  // namespace vitalstream::consensus
