#include "consensus/lanes/peer_reports.hpp"

#include <algorithm>
#include <iterator>

namespace vitalstream::consensus {

void PeerReports::on_connected(ValidatorIndex peer) {
  connected_.insert(peer);
  reports_.erase(peer);
}

void PeerReports::on_disconnected(ValidatorIndex peer) {
  connected_.erase(peer);
  reports_.erase(peer);
}

bool PeerReports::on_watermarks(ValidatorIndex from, const Watermarks& watermarks,
                                const HeldBatches& held) {
  if (!connected_.contains(from)) {
    return false;
  }
  for (const Watermarks::Entry& entry : watermarks.entries) {
    if (!held.has_lane(entry.lane)) {
      continue;
    }
    Report& report = reports_[from][entry.lane];
    report.latest = entry.position;
    match(entry.lane, report, held);
  }
  return true;
}

void PeerReports::on_grown(ValidatorId lane, const HeldBatches& held) {
  for (auto& [peer, lanes] : reports_) {
    const auto found = lanes.find(lane);
    if (found != lanes.end()) {
      match(lane, found->second, held);
    }
  }
}

LanePosition PeerReports::latest(ValidatorIndex peer, ValidatorId lane) const {
  const auto found = reports_.find(peer);
  if (found == reports_.end()) {
    return {};
  }
  const auto report = found->second.find(lane);
  return report == found->second.end() ? LanePosition{} : report->second.latest;
}

LanePosition PeerReports::matched(ValidatorIndex peer, ValidatorId lane) const {
  const auto found = reports_.find(peer);
  if (found == reports_.end()) {
    return {};
  }
  const auto report = found->second.find(lane);
  return report == found->second.end() ? LanePosition{} : report->second.matched;
}

std::vector<ValidatorIndex> PeerReports::reporting(ValidatorId lane,
                                                   const LanePosition& position) const {
  std::vector<ValidatorIndex> peers;
  std::ranges::copy_if(connected_, std::back_inserter(peers), [&](ValidatorIndex peer) {
    return !is_ahead(position, latest(peer, lane));
  });
  return peers;
}

bool PeerReports::is_reported_by(std::size_t count, ValidatorId lane,
                                 const LanePosition& position) const {
  std::size_t reporting = 0;
  for (const ValidatorIndex peer : connected_) {
    reporting += is_ahead(position, latest(peer, lane)) ? 0U : 1U;
    if (reporting >= count) {
      return true;
    }
  }
  return count == 0;
}

LanePosition PeerReports::reported_by(std::size_t count, ValidatorId lane) const {
  std::vector<LanePosition> positions;
  for (const auto& [peer, lanes] : reports_) {
    positions.push_back(latest(peer, lane));
  }
  if (count == 0 || positions.size() < count) {
    return {};
  }
  std::ranges::sort(positions, [](const LanePosition& left, const LanePosition& right) {
    return is_ahead(left, right);
  });
  return positions[count - 1];
}

void PeerReports::match(ValidatorId lane, Report& report, const HeldBatches& held) {
  const HeldBatch* known = held.find(report.latest.digest);
  const bool matches = report.latest == held.final_position(lane) ||
                       (known != nullptr && position_of(*known) == report.latest);
  if (matches) {
    report.matched = report.latest;
  }
}

}  // namespace vitalstream::consensus
