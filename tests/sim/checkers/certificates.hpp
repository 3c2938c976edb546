#pragma once
// S7: every certificate that an honest node sends or acts on verifies by an independent verifier.
// It spells the signed bytes and delegations out by itself and shares no code with
// consensus/types/verifier: a mistake in the one is not repeated by the other.

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "consensus/types/certificate.hpp"
#include "consensus/types/validator_set.hpp"
#include "tests/sim/checkers/violations.hpp"

namespace vitalstream::checkers {

class Certificates {
 public:
  // Whether this key signed these bytes.
  using IsSigned = std::function<bool(const crypto::PublicKey& key, ByteView message,
                                      const crypto::Signature& signature)>;

  Certificates(Violations& violations, const GenesisHash& genesis,
               const consensus::ValidatorSet& validators, IsSigned is_signed);
  void note(NodeId node, const consensus::Certificate& certificate);
  // The certificate by which a node holds this block final.
  void note_finalization(NodeId node, const consensus::BlockDigest& block,
                         const consensus::Certificate& certificate);

 private:
  void report(NodeId node, const consensus::Certificate& certificate, const std::string& fault);
  [[nodiscard]] Bytes signed_bytes(const consensus::VoteSubject& subject) const;
  [[nodiscard]] bool is_vote_signed(const consensus::VoteSubject& subject,
                                    const consensus::SignerSignature& one) const;
  // What is wrong with it; nothing if it verifies.
  [[nodiscard]] std::string fault_of(const consensus::Certificate& certificate) const;

  Violations& violations_;
  GenesisHash genesis_;
  consensus::ValidatorSet validators_;
  IsSigned is_signed_;
  // Looked at already, by subject and signers: one certificate is sent to many.
  std::set<std::pair<consensus::VoteSubject, std::vector<crypto::Signature>>> seen_;
};

}  // namespace vitalstream::checkers
