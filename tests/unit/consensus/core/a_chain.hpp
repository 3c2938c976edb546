#pragma once
// AChain: valid blocks one on top of the other, the votes of all validators about them, and the
// certificates of these votes. A test changes what it wants to be wrong before it signs.

#include <array>
#include <initializer_list>
#include <map>
#include <vector>

#include "../types/samples.hpp"
#include "consensus/core/options.hpp"
#include "consensus/types/verifier.hpp"
#include "fake_payload.hpp"

namespace vitalstream::consensus::testing {

inline ValidatorIndex index(std::uint16_t number) { return ValidatorIndex{number}; }

// With four validators, of which number 0 is under test.
inline constexpr std::array<std::uint16_t, 3> kOthers{1, 2, 3};

class AChain {
 public:
  explicit AChain(std::size_t validators = 4);

  const GenesisHash& genesis() const { return genesis_; }
  const ValidatorSet& set() const { return set_; }
  const Verifier& verifier() const { return verifier_; }
  CommittedTip tip() const;
  BlockDigest anchor() const { return anchor_digest(genesis_); }

  // A right block for this view's leader: timestamp one second after the parent's, the parent's
  // executed pair.
  Block block(const BlockDigest& parent, View view, std::vector<BatchRef> references = {}) const;
  // Its digest, with the state after it remembered so that blocks can follow.
  BlockDigest add(const Block& block);
  const ChainState& state(const BlockDigest& digest) const { return known_.at(digest).second; }

  VoteSubject notarize(const Block& block, View view, View parent) const;
  Vote vote(const VoteSubject& subject, ValidatorIndex signer) const;
  Verified<Vote> verified(const VoteSubject& subject, ValidatorIndex signer) const;
  Proposal proposal(const Block& block, View view, View parent) const;
  Verified<Proposal> verified(const Proposal& proposal) const;
  // By the first 2f+1 validators, or by these.
  Certificate certificate(const VoteSubject& subject) const;
  Certificate certificate(const VoteSubject& subject,
                          std::initializer_list<std::uint16_t> signers) const;
  Verified<Certificate> verified(const Certificate& certificate) const;

 private:
  GenesisHash genesis_ = sample_genesis();
  ValidatorSet set_;
  mutable SampleChecker checker_;
  Verifier verifier_;
  std::map<BlockDigest, std::pair<BlockHeader, ChainState>> known_;
};

}  // namespace vitalstream::consensus::testing
