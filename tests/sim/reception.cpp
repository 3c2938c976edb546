// The part of Process that turns what peers send into inputs, verified as in node.
#include <utility>

#include "tests/sim/process.hpp"

namespace vitalstream::sim {

using namespace consensus;

template <>
void Process::on_message(ValidatorIndex from, const Proposal& message) {
  feed(ProposalArrived{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const Vote& message) {
  feed(VoteArrived{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const Certificate& message) {
  feed(CertificateArrived{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const Watermarks& message) {
  feed(WatermarksArrived{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const StuckReport& message) {
  feed(StuckReportArrived{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const BlockRequest& message) {
  feed(BlockRequested{from, message.digest});
}

template <>
void Process::on_message(ValidatorIndex from, const BlockResponse& message) {
  feed(BlockArrived{from, message.block});
}

template <>
void Process::on_message(ValidatorIndex from, const BatchRequest& message) {
  feed(BatchesRequested{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const CertificatesRequest& message) {
  feed(CertificatesRequested{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const FinalRangeRequest& message) {
  feed(FinalRangeRequested{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const FinalRangeResponse& message) {
  feed(FinalRangeArrived{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const Question& message) {
  feed(StatementArrived{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const Answer& message) {
  feed(StatementArrived{from, message});
}

template <>
void Process::on_message(ValidatorIndex from, const Over& message) {
  feed(StatementArrived{from, message});
}

void Process::receive(ProcessId from, const PacketPtr& packet) {
  if (!is_running() || !connected_.contains(from)) {
    return;
  }
  if (frozen_until_ > environment_.queue.now()) {
    later(Duration{}, [this, from, packet] { receive(from, packet); });
    return;
  }
  if (actor_ && !reformed_) {
    for (const Outgoing& outgoing : actor_->on_receive(actor_context(), from, packet)) {
      leave(outgoing);
    }
  }
  ValidatorIndex index;
  for (const auto& [process, validator] : environment_.processes) {
    index = process == from ? validator : index;
  }
  const std::uint64_t run = run_;
  for (const BatchPtr& batch : packet->batches) {
    receive_batch(index, batch);
  }
  if (run == run_ && packet->message) {
    std::visit([&](const auto& message) { on_message(index, message); }, *packet->message);
  }
}

void Process::receive_batch(ValidatorIndex from, const BatchPtr& batch) {
  arrived_.emplace(batch->digest, batch);
  feed(BatchArrived{from, batch->header, batch->digest, total_bytes(*batch)});
}

}  // namespace vitalstream::sim
