#pragma once
// BlockSealer: where votes are signed by delegation, the validator's own key seals final blocks, in
// its own time (consensus/types/seal.hpp). It looks for the newest committed block at intervals, on
// a thread of its own, and asks the provider for one signature at a time; nothing waits for it and
// nothing is queued. Blocks between two seals are covered by the later one, and a provider that was
// away for long seals the newest block when it is back.

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "consensus/types/seal.hpp"
#include "crypto/provider/key_provider.hpp"
#include "node/ground/serial_thread.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class BlockSealer {
 public:
  struct Failure {
    std::string reason;
    bool is_first = false;  // since the last seal
  };
  struct Parts {
    storage::Database& database;
    crypto::provider::KeyProvider& provider;
    GenesisHash genesis;
    consensus::ValidatorId own;
    std::chrono::milliseconds interval{0};
    // On its own thread, each time that a seal could not be made.
    std::function<void(const Failure&)> on_failed = {};
  };
  explicit BlockSealer(Parts parts);
  BlockSealer(const BlockSealer&) = delete;
  BlockSealer& operator=(const BlockSealer&) = delete;
  ~BlockSealer() { finish(); }

  // Height of the newest sealed block; 0: none since the start. Any thread.
  [[nodiscard]] std::uint64_t sealed_height() const { return sealed_height_; }
  // Waits for a signature under way, as long as its deadline at most.
  void finish() { thread_.stop(); }

 private:
  void look();
  void seal_newest();
  void seal(consensus::Seal unsigned_seal);

  const Parts parts_;
  bool is_failing_ = false;
  std::atomic<std::uint64_t> sealed_height_{0};
  SerialThread thread_{QueueId::Sealer};
  boost::asio::steady_timer timer_{thread_.context()};
};

}  // namespace vitalstream::node
