#include "node/driver/lane_key_certifier.hpp"

#include <chrono>
#include <utility>

namespace vitalstream::node {

crypto::provider::ProviderResult<void> certify_lane_key(crypto::provider::KeyProvider& provider,
                                                        const GenesisHash& genesis,
                                                        consensus::LaneKey& lane_key,
                                                        crypto::provider::Deadline deadline) {
  auto signature = provider.sign(provider.public_key().algorithm,
                                 consensus::lane_key_signing_bytes(genesis, lane_key), deadline);
  if (!signature) {
    return signature.error();
  }
  lane_key.signature = std::move(*signature);
  return {};
}

LaneKeyCertifier::LaneKeyCertifier(crypto::provider::KeyProvider& provider,
                                   const GenesisHash& genesis, Events events,
                                   std::chrono::milliseconds pause)
    : provider_(provider),
      genesis_(genesis),
      events_(std::move(events)),
      pause_length_(pause) {}

void LaneKeyCertifier::certify(UncertifiedLaneKey made) {
  thread_.post([this, shared = std::make_shared<UncertifiedLaneKey>(std::move(made))] {
    attempt(shared);
  });
}

void LaneKeyCertifier::attempt(const std::shared_ptr<UncertifiedLaneKey>& made) {
  const auto certified = certify_lane_key(provider_, genesis_, made->lane_key,
                                          std::chrono::steady_clock::now() + kLaneKeyDeadline);
  if (certified) {
    events_.on_certified(std::move(*made));
    return;
  }
  events_.on_failed(certified.error().reason);
  pause_.expires_after(pause_length_);
  pause_.async_wait([this, made](const boost::system::error_code& error) {
    if (!error) {
      attempt(made);
    }
  });
}

}  // namespace vitalstream::node
