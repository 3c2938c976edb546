// What is missing is asked of whom should have it, then of others. What a quorum has voted for is
// asked of f+1 voters at once (C9): its leader may have shown it to just enough of them, and the
// time that the others lose would count against the leaders of the next views (C18).
#include "consensus/core/fetches.hpp"

#include <algorithm>
#include <iterator>

#include "consensus/core/earliest.hpp"
#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

Fetches::Fetches(const Sees& sees)
    : sees_(sees),
      blocks_(sees.options.validators.size(), sees.options.own, sees.options.parameters.retry,
              sees.peers.connections()),
      batches_(sees.options.validators.size(), sees.options.own, sees.options.parameters.retry,
               sees.peers.connections()),
      certificates_(sees.options.validators.size(), sees.options.own, sees.options.parameters.retry,
                    sees.peers.connections()),
      ranges_(sees.options.validators.size(), sees.options.own, sees.options.parameters.retry,
              sees.peers.connections()) {}

// Its voters, for each block beginning with another one, and the leader of its view at the end;
// nobody while no quorum is known.
std::vector<ValidatorIndex> Fetches::holders_of(const BlockDigest& digest) const {
  const Certificate* shown = nullptr;
  for (const auto& [view, notarization] : sees_.certificates.notarizations()) {
    if (notarization.subject.block == digest) {
      shown = &notarization;
    }
  }
  if (shown == nullptr && sees_.certificates.final_point().block == digest &&
      sees_.certificates.finalization()) {
    shown = &*sees_.certificates.finalization();
  }
  std::vector<ValidatorIndex> holders;
  if (shown != nullptr) {
    std::ranges::transform(shown->signatures, std::back_inserter(holders),
                           &SignerSignature::signer);
    std::ranges::rotate(holders, holders.begin() + digest.value()[0] % std::ssize(holders));
    std::ranges::stable_partition(holders, [&](ValidatorIndex holder) {
      return holder != sees_.options.leader(shown->subject.view);
    });
  }
  return holders;
}

void Fetches::want_block(const BlockDigest& digest, ValidatorIndex hint) {
  const std::vector<ValidatorIndex> holders = holders_of(digest);
  if (!holders.empty()) {
    for (const ValidatorIndex peer : blocks_.want_of(
             digest, holders, sees_.options.validators.faulty_max() + 1, sees_.step.now())) {
      sees_.step.send(peer, BlockRequest{digest});
    }
  } else if (const auto peer = blocks_.want(digest, hint, sees_.step.now())) {
    sees_.step.send(*peer, BlockRequest{digest});
  }
}

// The lanes ask and retry; they are told again now and then in case they had to give up.
void Fetches::want_batches(const Block& block, const BlockDigest& digest, FetchReason reason) {
  const auto from = whom_to_ask_for_batches(block, digest);
  if (!from) {
    return;
  }
  FetchBatches fetch{*from, block.header.height, block.references, reason.is_final, std::nullopt};
  if (const auto view = reason.proposed_in;
      view && sees_.certificates.notarization(*view) == nullptr) {
    fetch.proposal = ProposedIn{sees_.options.leader(*view), *view};
  }
  sees_.step.add(std::move(fetch));
}

std::optional<ValidatorIndex> Fetches::whom_to_ask_for_batches(const Block& block,
                                                               const BlockDigest& digest) {
  const std::vector<ValidatorIndex> holders = holders_of(digest);
  if (holders.empty()) {
    const auto proposer = sees_.options.validators.index_of(block.header.proposer);
    return batches_.want(digest, proposer.value_or(ValidatorIndex{0}), sees_.step.now());
  }
  const auto asked = batches_.want_of(digest, holders, 1, sees_.step.now());
  return asked.empty() ? std::nullopt : std::optional(asked.front());
}

// C7: a nullified view may still be notarized, and then it counts. Otherwise nobody needs what its
// proposal names, and it may not exist.
void Fetches::give_up(View view) {
  if (sees_.certificates.notarization(view) == nullptr) {
    sees_.step.add(ForgetFetches{view, view});
  }
}

// A crash may have taken blocks and batches whose certification the record remembers.
void Fetches::want_state(const BlockDigest& digest) {
  const BlockTree::Root& root = sees_.chain.root();
  BlockDigest at = digest;
  while (at != root.digest) {
    const Block* block = sees_.chain.find(at);
    if (block == nullptr) {
      want_block(at, sees_.options.leader(sees_.view.number()));
      return;
    }
    if (!sees_.chain.holds_batches_of(*block)) {
      want_batches(*block, at, {});
    }
    at = block->header.parent;
    if (block->header.height.value() <= root.header.height.value() + 1) {
      return;
    }
  }
}

void Fetches::want_certificates(View missing, ValidatorIndex hint, Duration patience) {
  const auto peer = certificates_.want(missing, hint, sees_.step.now(), patience);
  if (!peer) {
    return;
  }
  // The whole stretch below the current view that ends in the missing one may be missing.
  const View floor = sees_.certificates.final_point().view;
  View first = missing;
  while (first.value() > floor.value() + 1 &&
         missing.value() - first.value() + 1 < kCertificatesPerAnswerMax &&
         sees_.certificates.nullification(View{first.value() - 1}) == nullptr &&
         !sees_.certificates.is_certified(View{first.value() - 1})) {
    first = View{first.value() - 1};
  }
  sees_.step.send(*peer, CertificatesRequest{sees_.options.epoch(), first, missing});
}

void Fetches::fill_gap_of_view() {
  const auto found = sees_.certificates.parent_for(sees_.view.number());
  const View* missing = std::get_if<View>(&found);
  if (missing != nullptr) {
    want_certificates(*missing, sees_.options.leader(View{missing->value() + 1}),
                      sees_.options.parameters.retry);
  }
  // A proposal of a later view: its leader knows how this view was left.
  if (const auto later = sees_.proposals.next_after(sees_.view.number())) {
    want_certificates(View{later->value() - 1}, sees_.options.leader(*later), sees_.pacing.delta());
  }
}

void Fetches::catch_up() {
  const Height known = sees_.chain.final_chain().contiguous();
  std::optional<Height> last = sees_.chain.missing_height();
  if (const auto& missing = sees_.chain.missing()) {
    const auto& signers = sees_.certificates.finalization()->signatures;
    const bool near = !last || last->value() <= known.value() + kGapByDigestBlocksMax;
    if (near) {
      want_block(*missing, signers.front().signer);
      return;
    }
  } else if (claimed_height_ && *claimed_height_ > known) {
    last = claimed_height_;
  } else {
    claimed_height_.reset();
    ranges_.stop();
    return;
  }
  const std::uint64_t window = sees_.chain.root().header.height.value() + kCatchUpAheadBlocksMax;
  for (const auto& [peer, request] : ranges_.plan(
           sees_.chain.final_chain(), Height{std::min(last->value(), window)}, sees_.step.now())) {
    sees_.step.send(peer, request);
  }
}

void Fetches::end_step() {
  blocks_.end_step();
  batches_.end_step();
  certificates_.end_step();
}

std::optional<Instant> Fetches::due() const {
  Earliest earliest(sees_.step.now());
  earliest.consider(blocks_.due());
  earliest.consider(batches_.due());
  earliest.consider(certificates_.due());
  earliest.consider(ranges_.due(sees_.step.now()));
  return earliest.found();
}

}  // namespace vitalstream::consensus
