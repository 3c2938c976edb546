// S1: ranges of final blocks. Only one that was asked for is verified; it is checked against its
// certificate before anything of it is held: the last block by the finalization, the others by
// linkage.
#include "consensus/core/on_final_range.hpp"

#include <algorithm>
#include <tuple>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

void OnFinalRange::on(const FinalRangeRequested& input) {
  sees_.peers.heard(input.from, sees_.step.now());
  FinalRangeRequest request = input.request;
  request.count = std::min(request.count, kRangeBlocksMax);
  if (request.count > 0 && sees_.peers.answers_left(input.from, sees_.step.now()) > 0) {
    sees_.peers.spend_answers(input.from, 1, sees_.step.now());
    sees_.step.add(AnswerFromStore{input.from, request});
  }
}

void OnFinalRange::on(const FinalRangeArrived& input) {
  sees_.peers.heard(input.from, sees_.step.now());
  const auto request = sees_.fetches.ranges().begin_check(input.from);
  if (!request) {
    sees_.fetches.note_refused_range();
    return;
  }
  const FinalRangeResponse& response = input.response;
  // One that begins elsewhere answers an earlier request, which was given up too soon: no fault of
  // a slow peer.
  if (response.blocks.empty() || !response.finalization ||
      response.blocks.front().header.height != request->first) {
    std::ignore = sees_.fetches.ranges().take_answered(input.from);
    sees_.fetches.ranges().rest(input.from, sees_.step.now());
    return;
  }
  sees_.step.add(VerifyFinalRange{input.from, response});
}

void OnFinalRange::on(const FinalRangeInvalid& input) {
  std::ignore = sees_.fetches.ranges().take_answered(input.from);
  sees_.fetches.ranges().rest(input.from, sees_.step.now());
  sees_.step.cut(input.from, "final blocks with an invalid certificate");
}

void OnFinalRange::on(const FinalRangeVerified& input) {
  const auto request = sees_.fetches.ranges().take_answered(input.from);
  if (!request) {
    return;
  }
  // The request was given up and followed by another while its answer was being verified.
  if (input.blocks.front().header.height != request->first) {
    sees_.fetches.ranges().rest(input.from, sees_.step.now());
    return;
  }
  const Certificate& finalization = *input.finalization;
  const auto digests = linked_digests(input.blocks, request->first, finalization.subject);
  if (!digests) {
    sees_.fetches.ranges().rest(input.from, sees_.step.now());
    sees_.step.cut(input.from, "blocks that their finalization does not cover");
    return;
  }
  for (std::size_t i = 0; i < digests->size(); ++i) {
    const Block& block = input.blocks[i];
    sees_.chain.insert(block, (*digests)[i]);
    if (!sees_.chain.add_final(block.header.height, (*digests)[i])) {
      sees_.right.halt("two blocks are final at height " +
                       std::to_string(block.header.height.value()));
      return;
    }
  }
  sees_.chain.add_finalization(input.blocks.back().header.height, finalization);
  sees_.quorums.hold(finalization, Quorums::Origin::Peer);
}

std::optional<std::vector<BlockDigest>> OnFinalRange::linked_digests(
    const std::vector<Block>& blocks, Height first, const VoteSubject& final) const {
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
    digests.push_back(block_digest(sees_.options.genesis, block.header));
    height = next(height);
  }
  return digests.back() == final.block ? std::optional(std::move(digests)) : std::nullopt;
}

}  // namespace vitalstream::consensus
