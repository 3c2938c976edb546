#pragma once
// PeerReports: what each connected peer has last said it holds of each lane (L2, L3). Used by
// Lanes. Reports are unsigned and may lie: they only steer what is proposed, resent and asked for.
// Engine thread.

#include <map>
#include <set>
#include <vector>

#include "consensus/lanes/held_batches.hpp"
#include "consensus/types/message.hpp"

namespace vitalstream::consensus {

class PeerReports {
 public:
  void on_connected(ValidatorIndex peer);
  void on_disconnected(ValidatorIndex peer);
  // False if the peer is not connected.
  bool on_watermarks(ValidatorIndex from, const Watermarks& watermarks, const HeldBatches& held);
  // The lane has grown: reports ahead of it may now name a batch that is held.
  void on_grown(ValidatorId lane, const HeldBatches& held);

  [[nodiscard]] const std::set<ValidatorIndex>& connected() const { return connected_; }
  // The latest report; the beginning of the lane if there is none.
  [[nodiscard]] LanePosition latest(ValidatorIndex peer, ValidatorId lane) const;
  // The newest report that named a batch held here (or the final position): what this peer is known
  // to hold of the same chain. A later report of something unknown does not take that back, since a
  // peer that loses its data also loses its connection.
  [[nodiscard]] LanePosition matched(ValidatorIndex peer, ValidatorId lane) const;
  // Connected peers that report this position or something beyond it.
  [[nodiscard]] std::vector<ValidatorIndex> reporting(ValidatorId lane,
                                                      const LanePosition& position) const;
  // Do at least `count` connected peers report this position or something beyond it?
  [[nodiscard]] bool is_reported_by(std::size_t count, ValidatorId lane,
                                    const LanePosition& position) const;
  // The highest incarnation that at least `count` peers report at or above for a lane.
  [[nodiscard]] LanePosition reported_by(std::size_t count, ValidatorId lane) const;

 private:
  struct Report {
    LanePosition latest;
    LanePosition matched;
  };
  void match(ValidatorId lane, Report& report, const HeldBatches& held);

  std::set<ValidatorIndex> connected_;
  std::map<ValidatorIndex, std::map<ValidatorId, Report>> reports_;
};

}  // namespace vitalstream::consensus
