#pragma once
// AnswerBudget: how many certificates, blocks and ranges of blocks a peer gets by asking, within
// one retry. A question is some thirty bytes, its answer may be a megabyte, and certificates leave
// before everything else: a liar that asks without end would keep this thread busy with answers and
// everybody else waiting. Who is honest asks for a stretch at a time (C17), gets it, and asks
// another when it does not. Owned by Peers.

#include <cstddef>
#include <map>

#include "base/time.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

class AnswerBudget {
 public:
  explicit AnswerBudget(Duration retry) : retry_(retry) {}

  // How many more it may be sent now.
  [[nodiscard]] std::size_t left(ValidatorIndex peer, Instant now) const;
  void spend(ValidatorIndex peer, std::size_t answers, Instant now);

 private:
  struct Spent {
    Instant since;
    std::size_t answers = 0;
  };

  [[nodiscard]] bool is_over(const Spent& spent, Instant now) const {
    return now - spent.since >= retry_;
  }

  Duration retry_;
  std::map<ValidatorIndex, Spent> spent_;
};

}  // namespace vitalstream::consensus
