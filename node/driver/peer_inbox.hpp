#pragma once
// PeerInbox: from the bytes of a peer to inputs of the engine. Decodes, blames a peer for bytes
// that no honest peer sends, and drops proposals that cannot be of use before they cost the
// engine's thread anything (C6); what else may be verified the engine decides. Runs on the peer
// network's strand.

#include <atomic>
#include <memory>

#include "net/wire/peer_message.hpp"
#include "node/driver/engine_desk.hpp"

namespace vitalstream::node {

class PeerInbox {
 public:
  explicit PeerInbox(EngineDesk& desk) : desk_(desk) {}

  // `credit` gives the sender its receive budget back when the last holder lets go of it. False if
  // the bytes are malformed: the session must end.
  [[nodiscard]] bool receive(consensus::ValidatorIndex from, std::shared_ptr<const Bytes> bytes,
                             std::shared_ptr<void> credit);
  // Proposals of views outside of the window, since the start. Any thread.
  [[nodiscard]] std::uint64_t out_of_window() const { return out_of_window_; }

 private:
  friend struct MessageRouter;

  void offer(consensus::ValidatorIndex from, consensus::Proposal proposal,
             std::shared_ptr<void> credit);

  EngineDesk& desk_;
  std::atomic<std::uint64_t> out_of_window_{0};
};

}  // namespace vitalstream::node
