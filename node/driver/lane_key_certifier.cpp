#include "node/driver/lane_key_certifier.hpp"

#include <chrono>
#include <utility>

#include "node/ground/wall_clock.hpp"

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

LaneKeyCertifier::LaneKeyCertifier(crypto::provider::KeyProvider& provider, Lane lane,
                                   Events events, std::chrono::milliseconds pause)
    : provider_(provider), lane_(lane), events_(std::move(events)), pause_length_(pause) {}

void LaneKeyCertifier::renew(consensus::Incarnation greater_than) {
  const auto incarnation = next_incarnation(read_clock().wall, greater_than);
  thread_.post([this, made = std::make_shared<UncertifiedLaneKey>(
                          make_lane_key(lane_.own, incarnation))] { attempt(made); });
}

void LaneKeyCertifier::attempt(const std::shared_ptr<UncertifiedLaneKey>& made) {
  const auto certified = certify_lane_key(provider_, lane_.genesis, made->lane_key,
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
