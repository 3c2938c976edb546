// S1: ranges of final blocks. Only one that was asked for is verified; it is checked against its
// certificate before anything of it is held: the last block by the finalization, the others by
// linkage.
#include <algorithm>
#include <tuple>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const FinalRangeRequested& input) {
  activity_.heard(input.from, clock_.now);
  FinalRangeRequest request = input.request;
  request.count = std::min(request.count, kRangeBlocksMax);
  if (request.count > 0 && answer_budget_.left(input.from, clock_.now) > 0) {
    answer_budget_.spend(input.from, 1, clock_.now);
    effects_.push_back(AnswerFromStore{input.from, request});
  }
}

void Replica::on(const FinalRangeArrived& input) {
  activity_.heard(input.from, clock_.now);
  const auto request = catch_up_.begin_check(input.from);
  if (!request) {
    refused_.ranges += 1;
    return;
  }
  const FinalRangeResponse& response = input.response;
  // One that begins elsewhere answers an earlier request, which was given up too soon: no fault of
  // a slow peer.
  if (response.blocks.empty() || !response.finalization ||
      response.blocks.front().header.height != request->first) {
    std::ignore = catch_up_.take_answered(input.from);
    catch_up_.rest(input.from, clock_.now);
    return;
  }
  effects_.push_back(VerifyFinalRange{input.from, response});
}

void Replica::on(const FinalRangeInvalid& input) {
  std::ignore = catch_up_.take_answered(input.from);
  catch_up_.rest(input.from, clock_.now);
  effects_.push_back(CutPeer{input.from, "final blocks with an invalid certificate"});
}

void Replica::on(const FinalRangeVerified& input) {
  const auto request = catch_up_.take_answered(input.from);
  if (!request) {
    return;
  }
  // The request was given up and followed by another while its answer was being verified.
  if (input.blocks.front().header.height != request->first) {
    catch_up_.rest(input.from, clock_.now);
    return;
  }
  const Certificate& finalization = *input.finalization;
  const auto digests = linked_digests(input.blocks, request->first, finalization.subject);
  if (!digests) {
    catch_up_.rest(input.from, clock_.now);
    effects_.push_back(CutPeer{input.from, "blocks that their finalization does not cover"});
    return;
  }
  for (std::size_t i = 0; i < digests->size(); ++i) {
    const Block& block = input.blocks[i];
    tree_.insert(block, (*digests)[i]);
    if (!final_chain_.add(block.header.height, (*digests)[i])) {
      halt("two blocks are final at height " + std::to_string(block.header.height.value()));
      return;
    }
  }
  final_chain_.add_finalization(input.blocks.back().header.height, finalization);
  hold_certificate(finalization, /*formed_here=*/false);
}

std::optional<std::vector<BlockDigest>> Replica::linked_digests(const std::vector<Block>& blocks,
                                                                Height first,
                                                                const VoteSubject& final) const {
  if (final.kind != VoteKind::Finalize || blocks.size() > kCatchUpAheadBlocksMax) {
    return std::nullopt;
  }
  std::vector<BlockDigest> digests;
  Height height = first;
  for (const Block& block : blocks) {
    const bool follows = digests.empty() || block.header.parent == digests.back();
    if (block.header.height != height || !follows ||
        block.header.payload != payload_digest(block.references)) {
      return std::nullopt;
    }
    digests.push_back(block_digest(options_.genesis, block.header));
    height = next(height);
  }
  return digests.back() == final.block ? std::optional(std::move(digests)) : std::nullopt;
}

}  // namespace vitalstream::consensus
