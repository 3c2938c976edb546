#pragma once
// PeerInbox: from the bytes of a peer to inputs of the engine. Decodes, has the verify pool check
// what must be checked before the core sees it, and blames a peer for bytes that no honest peer
// sends. Runs on the peer network's strand.

#include <memory>

#include "net/wire/peer_message.hpp"
#include "node/app/driver.hpp"

namespace vitalstream::node {

class PeerInbox {
 public:
  PeerInbox(Driver& driver, VerifyPool& pool, IntakeContext context);

  // `credit` gives the sender its receive budget back when the last holder lets go of it. False if
  // the bytes are malformed: the session must end.
  [[nodiscard]] bool receive(consensus::ValidatorIndex from, std::shared_ptr<const Bytes> bytes,
                             std::shared_ptr<void> credit);

 private:
  friend struct MessageRouter;

  void verify_proposal(consensus::ValidatorIndex from, consensus::Proposal proposal,
                       std::shared_ptr<void> credit);
  void verify_range(consensus::ValidatorIndex from, consensus::FinalRangeResponse response,
                    std::shared_ptr<void> credit);

  Driver& driver_;
  VerifyPool& pool_;
  IntakeContext context_;
};

}  // namespace vitalstream::node
