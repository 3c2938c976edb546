#include "tests/sim/checkers/answers.hpp"

#include <algorithm>
#include <string>

namespace vitalstream::checkers {

void Answers::note_submitted(std::uint64_t tx) { after_.emplace(tx, newest_answer_); }

void Answers::note_answered(NodeId node, std::uint64_t tx, const Position& position,
                            bool is_readable) {
  const std::string what =
      "node " + std::to_string(node.value()) + " transaction " + std::to_string(tx);
  const auto [known, is_first] = answered_.emplace(tx, position);
  if (!is_first && known->second != position) {
    violations_.report("S3", what + ": answered with two positions");
  }
  const auto after = after_.find(tx);
  if (after != after_.end() && position <= after->second && after->second.height > 0) {
    violations_.report("S9", what + ": stands before one answered before it was submitted");
  }
  if (!is_readable) {
    violations_.report("S10", what + ": answered but not readable");
  }
  newest_answer_ = std::max(newest_answer_, position);
}

void Answers::check_kept(NodeId node, std::uint64_t tx, const Position* position) {
  const auto known = answered_.find(tx);
  if (known == answered_.end()) {
    return;
  }
  if (position == nullptr || *position != known->second) {
    violations_.report("S3", "node " + std::to_string(node.value()) + " transaction " +
                                 std::to_string(tx) + ": answered once, now " +
                                 (position == nullptr ? "missing" : "elsewhere"));
  }
}

}  // namespace vitalstream::checkers
