#pragma once
// StoreServer: answers peers from the database: final blocks for catch-up (S1) and batches that
// have left memory. A thread of its own, because reading may take long and must delay nothing else;
// each asker's requests are bounded, and what does not fit is asked for again.

#include <atomic>
#include <cstddef>
#include <vector>

#include "consensus/core/effect.hpp"
#include "consensus/types/validator_set.hpp"
#include "node/app/peer_link.hpp"
#include "node/app/serial_thread.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class StoreServer {
 public:
  StoreServer(const storage::Database& database, PeerLink& link, consensus::ValidatorSet set);

  // The driver's thread.
  void answer(const consensus::AnswerFromStore& request);
  void send_batches(consensus::ValidatorIndex to, std::vector<consensus::BatchDigest> digests);
  void finish() { thread_.finish(); }

 private:
  template <class Task>
  void enqueue(consensus::ValidatorIndex asker, Task task);
  void answer_block(consensus::ValidatorId to, const consensus::BlockRequest& request);
  void answer_range(consensus::ValidatorId to, const consensus::FinalRangeRequest& request);

  const storage::Database& database_;
  PeerLink& link_;
  consensus::ValidatorSet set_;
  std::vector<std::atomic<std::size_t>> waiting_;  // requests, by asker
  SerialThread thread_{"store-server"};
};

}  // namespace vitalstream::node
