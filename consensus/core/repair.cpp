// C17: what is missing is asked of whom should have it, then of others. What a quorum has voted for
// is asked of f+1 voters at once (C9): its leader may have shown it to just enough of them, and the
// time that the others lose would count against the leaders of the next views (C18). S1: final
// blocks far ahead are fetched by ranges.
#include <algorithm>
#include <iterator>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

// Its voters, for each block beginning with another one, and the leader of its view at the end;
// nobody while no quorum is known.
std::vector<ValidatorIndex> Replica::holders_of(const BlockDigest& digest) const {
  const Certificate* shown = nullptr;
  for (const auto& [view, notarization] : certificates_.notarizations()) {
    if (notarization.subject.block == digest) {
      shown = &notarization;
    }
  }
  if (shown == nullptr && certificates_.final_point().block == digest &&
      certificates_.finalization()) {
    shown = &*certificates_.finalization();
  }
  std::vector<ValidatorIndex> holders;
  if (shown != nullptr) {
    std::ranges::transform(shown->signatures, std::back_inserter(holders),
                           &SignerSignature::signer);
    std::ranges::rotate(holders, holders.begin() + digest.value()[0] % std::ssize(holders));
    std::ranges::stable_partition(holders, [&](ValidatorIndex holder) {
      return holder != set().leader(shown->subject.view);
    });
  }
  return holders;
}

void Replica::want_block(const BlockDigest& digest, ValidatorIndex hint) {
  const std::vector<ValidatorIndex> holders = holders_of(digest);
  if (!holders.empty()) {
    for (const ValidatorIndex peer :
         block_fetches_.want_of(digest, holders, set().faulty_max() + 1, clock_.now)) {
      send(peer, BlockRequest{digest});
    }
  } else if (const auto peer = block_fetches_.want(digest, hint, clock_.now)) {
    send(*peer, BlockRequest{digest});
  }
}

// The lanes ask and retry; they are told again now and then in case they had to give up.
void Replica::want_batches(const Block& block, const BlockDigest& digest, FetchReason reason) {
  const auto from = whom_to_ask_for_batches(block, digest);
  if (!from) {
    return;
  }
  FetchBatches fetch{*from, block.header.height, block.references, reason.is_final, std::nullopt};
  if (const auto view = reason.proposed_in;
      view && certificates_.notarization(*view) == nullptr) {
    fetch.proposal = ProposedIn{set().leader(*view), *view};
  }
  effects_.push_back(std::move(fetch));
}

std::optional<ValidatorIndex> Replica::whom_to_ask_for_batches(const Block& block,
                                                               const BlockDigest& digest) {
  const std::vector<ValidatorIndex> holders = holders_of(digest);
  if (holders.empty()) {
    const auto proposer = set().index_of(block.header.proposer);
    return batch_fetches_.want(digest, proposer.value_or(ValidatorIndex{0}), clock_.now);
  }
  const auto asked = batch_fetches_.want_of(digest, holders, 1, clock_.now);
  return asked.empty() ? std::nullopt : std::optional(asked.front());
}

// C7: a nullified view may still be notarized, and then it counts. Otherwise nobody needs what its
// proposal names, and it may not exist.
void Replica::give_up_fetches(View view) {
  if (certificates_.notarization(view) == nullptr) {
    effects_.push_back(ForgetFetches{view, view});
  }
}

// The state after a block is unknown: whatever it or a block below it lacks. A crash may have taken
// blocks and batches whose certification the record remembers.
void Replica::want_state(const BlockDigest& digest) {
  const BlockTree::Root& root = tree_.root();
  BlockDigest at = digest;
  while (at != root.digest) {
    const Block* block = tree_.find(at);
    if (block == nullptr) {
      want_block(at, set().leader(view_));
      return;
    }
    const bool has_all = std::ranges::all_of(block->references, [&](const BatchRef& reference) {
      return payload_.leaves(reference.digest) != nullptr;
    });
    if (!has_all) {
      want_batches(*block, at, {});
    }
    at = block->header.parent;
    if (block->header.height.value() <= root.header.height.value() + 1) {
      return;
    }
  }
}

void Replica::want_certificates(View missing, ValidatorIndex hint, Duration patience) {
  const auto peer = certificate_fetches_.want(missing, hint, clock_.now, patience);
  if (!peer) {
    return;
  }
  // The whole stretch below the current view that ends in the missing one may be missing.
  const View floor = certificates_.final_point().view;
  View first = missing;
  while (first.value() > floor.value() + 1 &&
         missing.value() - first.value() + 1 < kCertificatesPerAnswerMax &&
         certificates_.nullification(View{first.value() - 1}) == nullptr &&
         !certificates_.is_certified(View{first.value() - 1})) {
    first = View{first.value() - 1};
  }
  send(*peer, CertificatesRequest{epoch(), first, missing});
}

// In the background: without these no proposal in this view can be judged.
void Replica::fetch_gap_of_view() {
  const auto found = certificates_.parent_for(view_);
  const View* missing = std::get_if<View>(&found);
  if (missing != nullptr) {
    want_certificates(*missing, set().leader(View{missing->value() + 1}),
                      options_.parameters.retry);
  }
  // A proposal of a later view: its leader knows how this view was left.
  const auto later = proposals_.upper_bound(view_);
  if (later != proposals_.end()) {
    want_certificates(View{later->first.value() - 1}, set().leader(later->first), pacing_.delta());
  }
}

void Replica::catch_up() {
  const Height known = final_chain_.contiguous();
  std::optional<Height> last = missing_height_;
  if (missing_final_) {
    const auto& signers = certificates_.finalization()->signatures;
    const bool near = !last || last->value() <= known.value() + kGapByDigestBlocksMax;
    if (near) {
      want_block(*missing_final_, signers.front().signer);
      return;
    }
  } else if (claimed_height_ && *claimed_height_ > known) {
    last = claimed_height_;
  } else {
    claimed_height_.reset();
    catch_up_.stop();
    return;
  }
  const std::uint64_t window = tree_.root().header.height.value() + kCatchUpAheadBlocksMax;
  for (const auto& [peer, request] :
       catch_up_.plan(final_chain_, Height{std::min(last->value(), window)}, clock_.now)) {
    send(peer, request);
  }
}

}  // namespace vitalstream::consensus
