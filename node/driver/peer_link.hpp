#pragma once
// PeerLink: the port through which the driver speaks to other validators. Implemented over net/p2p
// (p2p_link.hpp). All calls come from the driver's thread and return at once.

#include <memory>

#include "base/bytes.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::node {

enum class Urgency : std::uint8_t { Consensus, Reply, Bulk };

class PeerLink {
 public:
  virtual ~PeerLink() = default;
  virtual void send(consensus::ValidatorId to, std::shared_ptr<const Bytes> message,
                    Urgency urgency) = 0;
  virtual void broadcast(std::shared_ptr<const Bytes> message, Urgency urgency) = 0;
  // The peer broke a rule: end its session.
  virtual void cut(consensus::ValidatorId peer, const std::string& reason) = 0;
};

}  // namespace vitalstream::node
