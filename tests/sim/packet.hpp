#pragma once
// Packet: what travels between two processes: a message, batches, or a proposal with carried ones.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/strong.hpp"
#include "consensus/types/message.hpp"
#include "tests/sim/batches.hpp"

namespace vitalstream::sim {

// One running validator program. Twins are two processes of one validator.
using ProcessId = Strong<struct ProcessIdTag, std::uint32_t>;

struct Packet {
  std::vector<BatchPtr> batches;
  std::optional<consensus::Message> message;
};
using PacketPtr = std::shared_ptr<const Packet>;

// A packet about to leave, for actors to tamper with.
struct Outgoing {
  ProcessId to;
  PacketPtr packet;
};

// The message of a packet if it is of this kind.
template <class Message>
const Message* message_of(const Outgoing& outgoing) {
  return outgoing.packet->message ? std::get_if<Message>(&*outgoing.packet->message) : nullptr;
}

}  // namespace vitalstream::sim
