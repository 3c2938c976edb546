#include "a_chain.hpp"

#include <utility>

namespace vitalstream::consensus::testing {
namespace {

constexpr std::int64_t kBlockIntervalMs = 1'000;

ChainState after(ChainState state, const std::vector<BatchRef>& references) {
  for (const BatchRef& reference : references) {
    for (const Hash32& leaf : leaves_of(reference)) {
      state.log.append(leaf);
    }
    state.lanes[reference.lane] = position_of(reference);
  }
  return state;
}

}  // namespace

AChain::AChain(std::size_t validators)
    : set_(sample_set(validators)), verifier_(genesis_, set_, checker_) {
  known_[anchor()] = {tip().header, ChainState{}};
}

CommittedTip AChain::tip() const {
  return genesis_tip(genesis_, Epoch{1}, UnixMs{1'000'000}, sample_digest<ExecutedRoot>(0x0E));
}

Block AChain::block(const BlockDigest& parent, View view, std::vector<BatchRef> references) const {
  const auto& [header, state] = known_.at(parent);
  const ChainState grown = after(state, references);
  Block block;
  block.header.epoch = Epoch{1};
  block.header.height = next(header.height);
  block.header.parent = parent;
  block.header.timestamp = UnixMs{header.timestamp.value() + kBlockIntervalMs};
  block.header.proposer = set_.at(set_.leader(view)).id;
  block.header.payload = payload_digest(references);
  block.header.executed_height = header.executed_height;
  block.header.executed_root = header.executed_root;
  block.header.log_size = grown.log.size().value();
  block.header.log_root = LogRoot{grown.log.root()};
  block.references = std::move(references);
  return block;
}

BlockDigest AChain::add(const Block& block) {
  const BlockDigest digest = block_digest(genesis_, block.header);
  known_[digest] = {block.header, after(known_.at(block.header.parent).second, block.references)};
  return digest;
}

VoteSubject AChain::notarize(const Block& block, View view, View parent) const {
  return make_notarize(Epoch{1}, view, parent, block_digest(genesis_, block.header));
}

Vote AChain::vote(const VoteSubject& subject, ValidatorIndex signer) const {
  return {subject, signer, sign(set_.at(signer).key, signing_bytes(genesis_, subject))};
}

Verified<Vote> AChain::verified(const VoteSubject& subject, ValidatorIndex signer) const {
  return *verifier_.verify_vote(vote(subject, signer));
}

Proposal AChain::proposal(const Block& block, View view, View parent) const {
  return {block, vote(notarize(block, view, parent), set_.leader(view))};
}

Verified<Proposal> AChain::verified(const Proposal& proposal) const {
  return *verifier_.verify_proposal(proposal);
}

Certificate AChain::certificate(const VoteSubject& subject) const {
  Certificate certificate{subject, {}};
  for (std::uint16_t i = 0; i < set_.quorum(); ++i) {
    certificate.signatures.push_back({index(i), vote(subject, index(i)).signature});
  }
  return certificate;
}

Certificate AChain::certificate(const VoteSubject& subject,
                                std::initializer_list<std::uint16_t> signers) const {
  Certificate certificate{subject, {}};
  for (const std::uint16_t signer : signers) {
    certificate.signatures.push_back({index(signer), vote(subject, index(signer)).signature});
  }
  return certificate;
}

Verified<Certificate> AChain::verified(const Certificate& certificate) const {
  return *verifier_.verify_certificate(certificate);
}

}  // namespace vitalstream::consensus::testing
