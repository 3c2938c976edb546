#pragma once
// What applications were told. S3: a transaction with a positive answer is at exactly that position
// on all honest nodes for ever. S9: real-time order: what was submitted after an answer comes after
// it. S10: who answered has it.

#include <compare>
#include <cstdint>
#include <map>

#include "tests/sim/checkers/violations.hpp"

namespace vitalstream::checkers {

struct Position {
  std::uint64_t height = 0;
  std::uint64_t index = 0;
  friend auto operator<=>(const Position&, const Position&) = default;
};

class Answers {
 public:
  explicit Answers(Violations& violations) : violations_(violations) {}

  void note_submitted(std::uint64_t tx);
  void note_answered(NodeId node, std::uint64_t tx, const Position& position, bool is_readable);
  // A node's view of a transaction that was answered once; `position` is absent if it has none.
  void check_kept(NodeId node, std::uint64_t tx, const Position* position);
  [[nodiscard]] const std::map<std::uint64_t, Position>& answered() const { return answered_; }

 private:
  Violations& violations_;
  Position newest_answer_;
  std::map<std::uint64_t, Position> after_;  // by transaction: the newest answer at submission
  std::map<std::uint64_t, Position> answered_;
};

}  // namespace vitalstream::checkers
