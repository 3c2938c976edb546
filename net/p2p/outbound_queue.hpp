#pragma once
// OutboundQueue: what waits to be sent to one peer. Consensus leaves first; replies and bulk share
// the rest by bytes. Policy when a class is full: bulk and replies are dropped (the protocol sends
// them again on watermark or request); a full consensus class is Overflow, and the session cuts
// the peer, which is too slow to take part. Control frames keep one slot per type, the newest
// wins, so that a flood of pings costs nothing. Pure; one strand.

#include <array>
#include <deque>
#include <optional>

#include "net/p2p/frame.hpp"
#include "net/p2p/peer_types.hpp"

namespace vitalstream::net {

struct QueueLimit {
  std::size_t messages = 0;
  std::size_t bytes = 0;
};

struct OutboundLimits {
  QueueLimit consensus{kConsensusQueueMessages, kConsensusQueueBytes};
  QueueLimit reply{kReplyQueueMessages, kReplyQueueBytes};
  QueueLimit bulk{kBulkQueueMessages, kBulkQueueBytes};
};

struct OutboundFrame {
  FrameType type = FrameType::Message;
  Payload payload;
};

class OutboundQueue {
 public:
  enum class Pushed { Queued, Dropped, Overflow };

  explicit OutboundQueue(const OutboundLimits& limits);

  [[nodiscard]] Pushed push(Priority priority, Payload payload);
  void push_control(FrameType type, Payload payload);

  // Control, then consensus, then whichever of reply and bulk has had fewer bytes.
  [[nodiscard]] std::optional<OutboundFrame> pop();

  // Before a shutdown only what consensus waits for is worth the time.
  void drop_all_but_consensus();
  void clear();

  [[nodiscard]] bool empty() const;
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Class {
    QueueLimit limit;
    std::deque<Payload> waiting;
    std::size_t bytes = 0;
  };

  [[nodiscard]] Class& of(Priority priority);
  [[nodiscard]] std::optional<OutboundFrame> pop_control();
  [[nodiscard]] OutboundFrame pop_from(Class& from);
  [[nodiscard]] Class* next_of_reply_and_bulk();

  std::array<Class, kPriorityCount> classes_;
  std::array<Payload, static_cast<std::size_t>(FrameType::Goodbye) + 1> control_;
  // Bytes that bulk has had beyond replies since both were last waiting together.
  std::int64_t bulk_lead_bytes_ = 0;
};

}  // namespace vitalstream::net
