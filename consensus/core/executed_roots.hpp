#pragma once
// ExecutedRoots: the own commitment after each recently executed block, against which headers are
// held (E2), and what final headers claim about blocks not executed here yet. Owned by Chain.

#include <map>
#include <optional>

#include "consensus/core/options.hpp"
#include "consensus/types/block.hpp"

namespace vitalstream::consensus {

enum class ExecutedAnswer { Confirmed, Unknown, Contradicted };

class ExecutedRoots {
 public:
  // Asserts that the tip brings every root that a later header can name.
  explicit ExecutedRoots(const CommittedTip& tip);

  [[nodiscard]] Height committed() const { return committed_; }
  [[nodiscard]] const ExecutedRoot& root_of_committed() const;
  // C2: the newest executed block that ordered something.
  [[nodiscard]] Height payload_height() const { return payload_height_; }
  [[nodiscard]] std::optional<ExecutedRoot> own(Height height) const;

  [[nodiscard]] ExecutedAnswer check(const BlockHeader& header) const;
  // A final header's pair: compared now, or when this replica has executed so far.
  [[nodiscard]] ExecutedAnswer claim(const BlockHeader& header);
  // The next block has been executed; the answer compares with what a final header claimed.
  [[nodiscard]] ExecutedAnswer commit(Height height, const ExecutedRoot& root, bool has_payload);
  // No later header can name a height below this one.
  void forget_below(Height height);

 private:
  Height committed_;
  Height payload_height_;
  std::map<Height, ExecutedRoot> own_;
  std::map<Height, ExecutedRoot> claims_;
};

}  // namespace vitalstream::consensus
