#include "consensus/lanes/selection.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "consensus/lanes/lane_order.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {
namespace {

// What the block still has room for.
struct Room {
  std::size_t references = kBlockReferencesMax;
  std::uint64_t bytes = kBlockReferencedBytesMax;
  std::uint64_t carried_bytes = kCarriedBytesMax;
  std::size_t carried_batches = kCarriedBatchesMax;
};

bool take(const HeldBatch& held, bool is_covered, Room& room, PayloadSelection& selection) {
  const std::uint64_t bytes = held.batch.total_bytes;
  const bool is_carried = room.carried_batches > 0 && bytes <= room.carried_bytes;
  if (room.references == 0 || bytes > room.bytes || !(is_covered || is_carried)) {
    return false;
  }
  room.references -= 1;
  room.bytes -= bytes;
  selection.bytes += bytes;
  selection.references.push_back(make_ref(held.batch.signed_header.header, held.batch.digest));
  if (!is_covered) {
    room.carried_bytes -= bytes;
    room.carried_batches -= 1;
    selection.carried.push_back(held.batch.digest);
  }
  return true;
}

}  // namespace

PayloadSelection select_references(const LanesOptions& options, const HeldBatches& held,
                                   const PeerReports& reports, const LanePositions& parent,
                                   Height height) {
  PayloadSelection selection;
  Room room;
  for (const ValidatorId lane : lane_order(options.set, height)) {
    const auto chain = held.usable_after(lane, position_in(parent, lane));
    if (chain.empty()) {
      continue;
    }
    const Sequence covered =
        covered_up_to(options, reports, lane, position_of(*chain.front()).incarnation);
    for (const HeldBatch* batch : chain) {
      const bool is_covered = position_of(*batch).sequence <= covered;
      if (batch->grant == Grant::Withheld || !take(*batch, is_covered, room, selection)) {
        break;
      }
    }
  }
  return selection;
}

Sequence covered_up_to(const LanesOptions& options, const PeerReports& reports, ValidatorId lane,
                       Incarnation incarnation) {
  constexpr Sequence kAll{std::numeric_limits<std::uint64_t>::max()};
  std::vector<Sequence> held;
  held.reserve(options.set.size());
  for (std::size_t i = 0; i < options.set.size(); ++i) {
    const ValidatorIndex peer{static_cast<std::uint16_t>(i)};
    const LanePosition matched = reports.matched(peer, lane);
    const bool holds_all = peer == options.self || options.set.at(peer).id == lane;
    const bool reports_some = matched.incarnation == incarnation;
    held.push_back(holds_all ? kAll : reports_some ? matched.sequence : Sequence{0});
  }
  const auto quorum = held.begin() + static_cast<std::ptrdiff_t>(options.set.quorum()) - 1;
  std::ranges::nth_element(held, quorum, std::greater{});
  return *quorum;
}

}  // namespace vitalstream::consensus
