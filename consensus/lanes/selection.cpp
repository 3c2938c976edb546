#include "consensus/lanes/selection.hpp"

#include "consensus/lanes/lane_order.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {
namespace {

// What the block still has room for.
struct Room {
  std::size_t references = kBlockReferencesMax;
  std::uint64_t bytes = kBlockReferencedBytesMax;
  std::uint64_t carried_bytes = kCarriedBytesMax;
};

bool take(const HeldBatch& held, bool is_covered, Room& room, PayloadSelection& selection) {
  const std::uint64_t bytes = held.batch.total_bytes;
  if (room.references == 0 || bytes > room.bytes || (!is_covered && bytes > room.carried_bytes)) {
    return false;
  }
  room.references -= 1;
  room.bytes -= bytes;
  selection.references.push_back(make_ref(held.batch.signed_header.header, held.batch.digest));
  if (!is_covered) {
    room.carried_bytes -= bytes;
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
    for (const HeldBatch* batch : held.usable_after(lane, position_in(parent, lane))) {
      const std::size_t holders =
          count_holders(options, reports, batch->batch.signed_header.header);
      if (!take(*batch, holders >= options.set.quorum(), room, selection)) {
        break;
      }
    }
  }
  return selection;
}

std::size_t count_holders(const LanesOptions& options, const PeerReports& reports,
                          const BatchHeader& header) {
  std::size_t holders = 0;
  for (std::size_t i = 0; i < options.set.size(); ++i) {
    const ValidatorIndex peer{static_cast<std::uint16_t>(i)};
    const LanePosition matched = reports.matched(peer, header.lane);
    const bool reports_it =
        matched.incarnation == header.incarnation && matched.sequence >= header.sequence;
    if (peer == options.self || options.set.at(peer).id == header.lane || reports_it) {
      holders += 1;
    }
  }
  return holders;
}

}  // namespace vitalstream::consensus
