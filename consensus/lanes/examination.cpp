#include "consensus/lanes/examination.hpp"

#include "consensus/lanes/lane_order.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {
namespace {

// The reference names the place after `position`: the next of its incarnation, or the first of a
// newer one.
bool follows(const BatchRef& reference, const LanePosition& position) {
  if (reference.incarnation == position.incarnation) {
    return position.incarnation != Incarnation{0} && reference.sequence == next(position.sequence);
  }
  return reference.incarnation > position.incarnation && reference.sequence == Sequence{1};
}

// The batch is what the reference says, and its owner chained it to that position.
bool extends(const HeldBatch& held, const BatchRef& reference, const LanePosition& position) {
  const BatchHeader& header = held.batch.signed_header.header;
  const BatchDigest expected = reference.sequence == Sequence{1} ? BatchDigest{} : position.digest;
  return make_ref(header, held.batch.digest) == reference && header.previous == expected;
}

// L4: lanes in the order of the height, each once.
bool is_ordered(const ValidatorSet& set, Height height, const std::vector<BatchRef>& references) {
  std::size_t rank_before = 0;
  for (std::size_t i = 0; i < references.size(); ++i) {
    const auto rank = lane_rank(set, height, references[i].lane);
    if (!rank || (i > 0 && *rank < rank_before)) {
      return false;
    }
    rank_before = *rank;
  }
  return true;
}

}  // namespace

Examination examine_references(const ValidatorSet& set, const HeldBatches& held,
                               const Intake& intake, const ProposedReferences& proposed) {
  const std::vector<BatchRef>& references = proposed.references;
  if (references.size() > kBlockReferencesMax || !is_ordered(set, proposed.height, references)) {
    return {PayloadState::Invalid, {}};
  }
  Examination result;
  std::uint64_t bytes = 0;
  LanePositions positions = proposed.parent;
  for (const BatchRef& reference : references) {
    LanePosition& position = positions[reference.lane];
    if (!follows(reference, position) || intake.is_invalid(reference.digest)) {
      return {PayloadState::Invalid, {}};
    }
    if (const HeldBatch* batch = held.find(reference.digest)) {
      bytes += batch->batch.total_bytes;
      if (!extends(*batch, reference, position) ||
          bytes > kBlockReferencedBytesMax + kReferencedBytesSlack) {
        return {PayloadState::Invalid, {}};
      }
    } else {
      // More than a block may hold is not verified to the end before it is refused. The digest
      // covers the length of the body, but not what came with it, which whoever sent it may have
      // made longer.
      bytes += intake.verifying_body_bytes(reference.digest);
      if (bytes > kBlockReferencedBytesMax + kReferencedBytesSlack) {
        return {PayloadState::Invalid, {}};
      }
      result.state = PayloadState::Missing;
      result.missing.push_back(reference);
    }
    position = position_of(reference);
  }
  return result;
}

}  // namespace vitalstream::consensus
