#pragma once
// BatchShelf: the batches that the liar has received, to be given to whoever asks, whole or not.
// Bounded; the oldest go first.

#include <cstddef>
#include <deque>
#include <map>

#include "consensus/types/message.hpp"
#include "net/wire/peer_message.hpp"

namespace vitalstream::byzantine {

class BatchShelf {
 public:
  explicit BatchShelf(const GenesisHash& genesis) : genesis_(genesis) {}

  void keep(const net::PeerMessage& message);
  [[nodiscard]] const net::StoredBatch* find(const consensus::BatchDigest& digest) const;
  // The newest batch of each lane that is here.
  [[nodiscard]] consensus::Watermarks watermarks() const;

 private:
  void keep_one(const net::BatchFrame& frame);

  GenesisHash genesis_;
  std::map<consensus::BatchDigest, net::StoredBatch> batches_;
  std::deque<consensus::BatchDigest> order_;
  std::size_t bytes_ = 0;
  std::map<consensus::ValidatorId, consensus::LanePosition> newest_;
};

}  // namespace vitalstream::byzantine
