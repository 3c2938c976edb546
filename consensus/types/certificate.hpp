#pragma once
// A certificate: a quorum of votes of one kind for one thing. Signers ascend, one signature each,
// because validators of one set may use different signature algorithms.

#include <vector>

#include "consensus/types/vote.hpp"

namespace vitalstream::consensus {

struct SignerSignature {
  ValidatorIndex signer;
  crypto::Signature signature;
  friend bool operator==(const SignerSignature&, const SignerSignature&) = default;
};

struct Certificate {
  VoteSubject subject;
  std::vector<SignerSignature> signatures;  // strictly ascending by signer
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

}  // namespace vitalstream::consensus
