#include "consensus/lanes/resend.hpp"

#include <utility>

#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {

std::optional<SendBatches> Resend::lacking(Instant now, ValidatorIndex to, const HeldBatches& held,
                                           const PeerReports& reports) {
  const auto found = peers_.find(to);
  if (found == peers_.end()) {
    return std::nullopt;
  }
  Peer& peer = found->second;
  const LanePosition final_position = held.final_position(own_lane_);
  const LanePosition reported = reports.latest(to, own_lane_);
  const bool is_known = is_ahead(reported, final_position) && held.find(reported.digest) != nullptr;
  // What went out lately is remembered although the peer says now that it has it: it may change
  // its mind with the next message, and must not get everything again each time.
  std::erase_if(peer.sent, [&](const auto& one) { return now >= one.second + retry_; });
  SendBatches batches{to, {}};
  std::uint64_t bytes = 0;
  for (const HeldBatch* batch :
       held.usable_after(own_lane_, is_known ? reported : final_position)) {
    const BatchDigest& digest = batch->batch.digest;
    const bool has_room = batches.digests.size() < kResendBatchesMax &&
                          bytes + batch->batch.total_bytes <= kResendBytesMax;
    if (has_room && is_due(now, *batch, peer)) {
      bytes += batch->batch.total_bytes;
      batches.digests.push_back(digest);
      peer.sent.emplace(digest, now);
    }
  }
  if (batches.digests.empty()) {
    return std::nullopt;
  }
  return batches;
}

bool Resend::is_due(Instant now, const HeldBatch& batch, const Peer& peer) const {
  return !peer.sent.contains(batch.batch.digest) &&
         (batch.since < peer.connected || now >= batch.since + retry_);
}

}  // namespace vitalstream::consensus
