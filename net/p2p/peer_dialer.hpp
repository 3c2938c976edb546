#pragma once
// Dialer: one coroutine per peer that has addresses; it dials whenever there is no session, all
// addresses of all names, resolved anew each time, with growing pauses in between. One strand.

#include <functional>
#include <memory>
#include <string>

#include "net/p2p/peer_table.hpp"

namespace vitalstream::net {

// Hears to which endpoints a peer's name resolves.
using ResolvedSink =
    std::function<void(const std::string& name, const NameResolver::Endpoints& endpoints)>;

// Runs until the network stops.
[[nodiscard]] Task<void> keep_dialing(std::shared_ptr<PeerTable> table, PeerConfig peer,
                                      std::uint64_t seed, ResolvedSink on_resolved);

}  // namespace vitalstream::net
