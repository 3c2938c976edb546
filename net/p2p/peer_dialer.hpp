#pragma once
// Dialer: one coroutine per peer that has addresses; it dials whenever there is no session, all
// addresses of all names, resolved anew each time, with growing pauses in between. One strand.

#include <memory>

#include "net/p2p/peer_table.hpp"

namespace vitalstream::net {

// Runs until the network stops.
[[nodiscard]] Task<void> keep_dialing(std::shared_ptr<PeerTable> table, PeerConfig peer,
                                      std::uint64_t seed);

}  // namespace vitalstream::net
