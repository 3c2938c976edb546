#pragma once
// ProposalTimes: when the proposals of blocks came. A block's timestamp can be compared with this
// node's clock only then: the block may become final, or be fetched, much later. The driver's.

#include <cstddef>
#include <map>
#include <optional>

#include "consensus/core/effect.hpp"
#include "consensus/core/input.hpp"

namespace vitalstream::node {

class ProposalTimes {
 public:
  // The first of its view; a second one is a fault of its leader.
  void note(const consensus::VoteSubject& proposed, const consensus::Clock& clock);
  // Nothing if the block came otherwise. Once per final block, in the order of heights.
  [[nodiscard]] std::optional<consensus::Clock> take(const consensus::Deliver& delivered);

 private:
  struct Noted {
    consensus::BlockDigest block;
    consensus::Clock clock;
  };

  std::map<consensus::View, Noted> noted_;
};

}  // namespace vitalstream::node
