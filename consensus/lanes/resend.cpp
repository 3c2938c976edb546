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
  std::map<BatchDigest, Instant> sent;
  SendBatches batches{to, {}};
  std::uint64_t bytes = 0;
  for (const HeldBatch* batch :
       held.usable_after(own_lane_, is_known ? reported : final_position)) {
    const BatchDigest& digest = batch->batch.digest;
    const auto last = peer.sent.find(digest);
    const bool has_room = batches.digests.size() < kResendBatchesMax &&
                          bytes + batch->batch.total_bytes <= kResendBytesMax;
    if (has_room && is_due(now, *batch, peer)) {
      bytes += batch->batch.total_bytes;
      batches.digests.push_back(digest);
      sent[digest] = now;
    } else if (last != peer.sent.end()) {
      sent[digest] = last->second;
    }
  }
  peer.sent = std::move(sent);
  if (batches.digests.empty()) {
    return std::nullopt;
  }
  return batches;
}

bool Resend::is_due(Instant now, const HeldBatch& batch, const Peer& peer) const {
  const auto last = peer.sent.find(batch.batch.digest);
  if (last != peer.sent.end()) {
    return now >= last->second + retry_;
  }
  return batch.since < peer.connected || now >= batch.since + retry_;
}

}  // namespace vitalstream::consensus
