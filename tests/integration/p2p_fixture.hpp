#pragma once
// The base of the peer network's test suites: a world, its nodes, and raw peers that are peer 2.

#include <gtest/gtest.h>

#include "tests/integration/p2p_world.hpp"
#include "tests/integration/raw_peer.hpp"

namespace vitalstream::net {

class P2pTest : public ::testing::Test {
 protected:
  // A node that listens and dials nobody, and knows peers 2 to 4.
  [[nodiscard]] PeerNetworkOptions passive_options() { return world_.options(1, {2, 3, 4}); }

  // What peer 2 says to node 1.
  [[nodiscard]] static Hello hello_of_two(std::uint8_t instance = 1);
  // A raw peer that has shown peer 2's certificate.
  [[nodiscard]] std::unique_ptr<RawPeer> raw_two(const P2pNode& node) const;
  // And has exchanged hellos.
  [[nodiscard]] std::unique_ptr<RawPeer> raw_session(const P2pNode& node,
                                                     std::uint8_t instance = 1) const;
  // Shows `certificate` to a passive node; the reason with which the node refuses it.
  [[nodiscard]] CloseReason refusal_of(const RawPeerOptions& options);

  P2pWorld world_;
};

}  // namespace vitalstream::net
