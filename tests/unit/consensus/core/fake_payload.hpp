#pragma once
// FakePayload: lanes for the tests of the core. A batch is its reference and its leaves; what is
// held can be set per replica. Selection takes everything held beyond the parent's positions.

#include <map>
#include <set>
#include <vector>

#include "consensus/core/payload_source.hpp"

namespace vitalstream::consensus::testing {

// The batch of a lane under a sequence number; `branch` tells equivocating owners' batches apart.
BatchRef a_batch(std::uint32_t lane, std::uint64_t sequence, std::uint8_t branch = 0);
std::vector<Hash32> leaves_of(const BatchRef& reference);

class FakePayload : public PayloadSource {
 public:
  void hold(const BatchRef& reference);
  void drop(const BatchRef& reference);
  // What each batch is said to weigh.
  void weigh(std::uint64_t batch_bytes) { batch_bytes_ = batch_bytes; }

  PayloadSelection select(const LanePositions& parent, Height height) const override;
  PayloadState examine(const LanePositions& parent, Height height,
                       const std::vector<BatchRef>& references) const override;
  const std::vector<Hash32>* leaves(const BatchDigest& batch) const override;
  bool has_work(const LanePositions& positions) const override;

 private:
  std::uint64_t batch_bytes_ = 100;
  std::set<BatchRef> held_;  // ordered by lane, incarnation, sequence
  std::map<BatchDigest, std::vector<Hash32>> leaves_;
};

}  // namespace vitalstream::consensus::testing
