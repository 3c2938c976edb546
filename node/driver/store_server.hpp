#pragma once
// StoreServer: answers peers: final blocks for catch-up (S1), and batches, from the database or as
// the driver still has them. A thread of its own, because reading may take long and must delay
// nothing else. Those who ask are served in turn, one block, range or batch each; nothing is read
// for a peer that does not take what was read for it before. What does not fit is asked for again.

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <vector>

#include "base/job.hpp"
#include "consensus/types/validator_set.hpp"
#include "node/driver/limits.hpp"
#include "node/driver/peer_link.hpp"
#include "node/driver/receivers.hpp"
#include "node/ground/fair_queue.hpp"
#include "node/ground/serial_thread.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class StoreServer final : public StorePort {
 public:
  StoreServer(const storage::Database& database, PeerLink& link, consensus::ValidatorSet set);

  void answer(const consensus::AnswerFromStore& request) override;
  void send_batches(consensus::ValidatorIndex to, std::vector<WantedBytes> batches) override;
  // Answers what was asked, as far as there is room for it.
  void finish();
  // What was asked for beyond the limit and so dropped. Any thread.
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

 private:
  using Read = Job<>;
  // Both count down from other threads, and after the server.
  struct Asker {
    std::atomic<std::size_t> waiting{0};  // what it has asked for
    std::atomic<std::size_t> unsent_bytes{0};
  };

  void enqueue(consensus::ValidatorIndex asker, Read read);
  void serve();
  void send(consensus::ValidatorIndex to, Bytes message, Urgency urgency);
  void answer_block(consensus::ValidatorIndex to, const consensus::BlockRequest& request);
  void answer_range(consensus::ValidatorIndex to, const consensus::FinalRangeRequest& request);
  void send_batch(consensus::ValidatorIndex to, const WantedBytes& wanted);

  const storage::Database& database_;
  PeerLink& link_;
  consensus::ValidatorSet set_;
  std::vector<std::shared_ptr<Asker>> askers_;
  std::atomic<std::uint64_t> refused_{0};
  SerialThread thread_{QueueId::StoreServer};
  // The thread's.
  FairQueue<Read> queue_{kStoreReadsPerPeerMax};
  boost::asio::steady_timer room_{thread_.context()};
  bool is_serving_ = false;  // a turn is posted, or waits for room
  bool is_finishing_ = false;
};

}  // namespace vitalstream::node
