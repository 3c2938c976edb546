#include "net/p2p/outbound_queue.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::net {

OutboundQueue::OutboundQueue(const OutboundLimits& limits) {
  of(Priority::Consensus).limit = limits.consensus;
  of(Priority::Reply).limit = limits.reply;
  of(Priority::Bulk).limit = limits.bulk;
}

OutboundQueue::Pushed OutboundQueue::push(Priority priority, Payload payload) {
  Class& target = of(priority);
  const std::size_t size = payload->size();
  VS_ASSERT(size > 0);
  const bool full =
      target.waiting.size() >= target.limit.messages || target.bytes + size > target.limit.bytes;
  if (full) {
    return priority == Priority::Consensus ? Pushed::Overflow : Pushed::Dropped;
  }
  target.bytes += size;
  target.waiting.push_back(std::move(payload));
  return Pushed::Queued;
}

void OutboundQueue::push_control(FrameType type, Payload payload) {
  VS_ASSERT(type != FrameType::Message);
  control_.at(static_cast<std::size_t>(type)) = std::move(payload);
}

std::optional<OutboundFrame> OutboundQueue::pop() {
  if (auto control = pop_control()) {
    return control;
  }
  Class& consensus = of(Priority::Consensus);
  if (!consensus.waiting.empty()) {
    return pop_from(consensus);
  }
  if (Class* const chosen = next_of_reply_and_bulk()) {
    return pop_from(*chosen);
  }
  return std::nullopt;
}

void OutboundQueue::drop_all_but_consensus() {
  for (const Priority priority : {Priority::Reply, Priority::Bulk}) {
    of(priority).waiting.clear();
    of(priority).bytes = 0;
  }
}

void OutboundQueue::clear() {
  drop_all_but_consensus();
  of(Priority::Consensus).waiting.clear();
  of(Priority::Consensus).bytes = 0;
  control_.fill(nullptr);
}

bool OutboundQueue::empty() const {
  const auto is_free = [](const Payload& slot) { return slot == nullptr; };
  return std::all_of(control_.begin(), control_.end(), is_free) &&
         std::all_of(classes_.begin(), classes_.end(),
                     [](const Class& queue) { return queue.waiting.empty(); });
}

std::size_t OutboundQueue::bytes() const {
  std::size_t sum = 0;
  for (const Class& queue : classes_) {
    sum += queue.bytes;
  }
  return sum;
}

OutboundQueue::Class& OutboundQueue::of(Priority priority) {
  return classes_.at(static_cast<std::size_t>(priority));
}

std::optional<OutboundFrame> OutboundQueue::pop_control() {
  for (std::size_t type = 0; type < control_.size(); ++type) {
    if (control_.at(type) != nullptr) {
      return OutboundFrame{static_cast<FrameType>(type), std::exchange(control_.at(type), nullptr)};
    }
  }
  return std::nullopt;
}

OutboundFrame OutboundQueue::pop_from(Class& from) {
  OutboundFrame frame{FrameType::Message, std::move(from.waiting.front())};
  from.waiting.pop_front();
  from.bytes -= frame.payload->size();
  return frame;
}

OutboundQueue::Class* OutboundQueue::next_of_reply_and_bulk() {
  Class& reply = of(Priority::Reply);
  Class& bulk = of(Priority::Bulk);
  if (reply.waiting.empty() || bulk.waiting.empty()) {
    bulk_lead_bytes_ = 0;
    if (!reply.waiting.empty()) {
      return &reply;
    }
    return bulk.waiting.empty() ? nullptr : &bulk;
  }
  if (bulk_lead_bytes_ > 0) {
    bulk_lead_bytes_ -= static_cast<std::int64_t>(reply.waiting.front()->size());
    return &reply;
  }
  bulk_lead_bytes_ += static_cast<std::int64_t>(bulk.waiting.front()->size());
  return &bulk;
}

}  // namespace vitalstream::net
