#pragma once
// LaneKeyCertifier: has the key of a new incarnation of the own lane certified by the validator's
// key (L1), on a thread of its own. Without it nothing is closed, so it asks until the provider has
// done it, however long that is away. Asked for by the driver's thread, one key at a time.

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "consensus/types/batch.hpp"
#include "crypto/provider/key_provider.hpp"
#include "node/batches/lane_key_maker.hpp"
#include "node/driver/limits.hpp"
#include "node/driver/receivers.hpp"
#include "node/ground/serial_thread.hpp"

namespace vitalstream::node {

// Once, at most until the deadline.
[[nodiscard]] crypto::provider::ProviderResult<void> certify_lane_key(
    crypto::provider::KeyProvider& provider, const GenesisHash& genesis,
    consensus::LaneKey& lane_key, crypto::provider::Deadline deadline);

class LaneKeyCertifier final : public LaneKeyPort {
 public:
  struct Events {
    std::function<void(UncertifiedLaneKey certified)> on_certified;
    // Each failure; another attempt follows.
    std::function<void(const std::string& reason)> on_failed;
  };
  struct Lane {
    GenesisHash genesis;
    consensus::ValidatorId own;
  };
  // The provider outlives this. Events are told on this one's thread.
  LaneKeyCertifier(crypto::provider::KeyProvider& provider, Lane lane, Events events,
                   std::chrono::milliseconds pause = kLaneKeyPause);
  ~LaneKeyCertifier() override { finish(); }
  LaneKeyCertifier(const LaneKeyCertifier&) = delete;
  LaneKeyCertifier& operator=(const LaneKeyCertifier&) = delete;

  // Makes a key and has it certified.
  void renew(consensus::Incarnation greater_than) override;
  // Waits for an attempt that is under way; no other follows.
  void finish() { thread_.stop(); }

 private:
  void attempt(const std::shared_ptr<UncertifiedLaneKey>& made);

  crypto::provider::KeyProvider& provider_;
  const Lane lane_;
  const Events events_;
  const std::chrono::milliseconds pause_length_;
  SerialThread thread_{QueueId::LaneKey};
  boost::asio::steady_timer pause_{thread_.context()};
};

}  // namespace vitalstream::node
