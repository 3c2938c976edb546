#include "consensus/types/verifier.hpp"

#include <algorithm>
#include <optional>

namespace vitalstream::consensus {
namespace {

std::optional<VerifyError> shape_error(const ValidatorSet& set, const Vote& vote) {
  if (vote.subject.epoch != set.epoch()) {
    return VerifyError::WrongEpoch;
  }
  if (!set.has(vote.signer)) {
    return VerifyError::UnknownSigner;
  }
  return std::nullopt;
}

std::optional<VerifyError> shape_error(const ValidatorSet& set, const Certificate& certificate) {
  if (certificate.subject.epoch != set.epoch()) {
    return VerifyError::WrongEpoch;
  }
  const auto& signatures = certificate.signatures;
  if (std::ranges::any_of(signatures, [&](const auto& one) { return !set.has(one.signer); })) {
    return VerifyError::UnknownSigner;
  }
  const auto not_ascending = [](const SignerSignature& left, const SignerSignature& right) {
    return left.signer >= right.signer;
  };
  if (std::ranges::adjacent_find(signatures, not_ascending) != signatures.end()) {
    return VerifyError::SignersNotAscending;
  }
  if (signatures.size() < set.quorum()) {
    return VerifyError::NotAQuorum;
  }
  return std::nullopt;
}

bool all_true(const std::vector<bool>& answers) {
  return std::ranges::all_of(answers, [](bool valid) { return valid; });
}

}  // namespace

Verifier::Verifier(const GenesisHash& genesis, const ValidatorSet& set, SignatureChecker& checker)
    : genesis_(&genesis), set_(&set), checker_(&checker) {}

Result<Verified<Vote>, VerifyError> Verifier::verify_vote(const Vote& vote) const {
  return verify_votes(std::span(&vote, 1)).front();
}

std::vector<Result<Verified<Vote>, VerifyError>> Verifier::verify_votes(
    std::span<const Vote> votes) const {
  std::vector<SignatureChecker::Item> items;
  for (const Vote& vote : votes) {
    if (!shape_error(*set_, vote)) {
      items.push_back(
          {&set_->at(vote.signer).key, signing_bytes(*genesis_, vote.subject), vote.signature});
    }
  }
  const std::vector<bool> valid = checker_->check(items);
  std::vector<Result<Verified<Vote>, VerifyError>> answers;
  answers.reserve(votes.size());
  std::size_t checked = 0;
  for (const Vote& vote : votes) {
    if (const auto error = shape_error(*set_, vote)) {
      answers.emplace_back(*error);
    } else if (!valid[checked++]) {
      answers.emplace_back(VerifyError::BadSignature);
    } else {
      answers.emplace_back(Verified<Vote>(vote));
    }
  }
  return answers;
}

Result<Verified<Certificate>, VerifyError> Verifier::verify_certificate(
    const Certificate& certificate) const {
  if (const auto error = shape_error(*set_, certificate)) {
    return *error;
  }
  const Bytes message = signing_bytes(*genesis_, certificate.subject);
  std::vector<SignatureChecker::Item> items;
  items.reserve(certificate.signatures.size());
  for (const SignerSignature& one : certificate.signatures) {
    items.push_back({&set_->at(one.signer).key, message, one.signature});
  }
  if (!all_true(checker_->check(items))) {
    return VerifyError::BadSignature;
  }
  return Verified<Certificate>(certificate);
}

Result<Verified<Proposal>, VerifyError> Verifier::verify_proposal(const Proposal& proposal) const {
  const VoteSubject& subject = proposal.vote.subject;
  if (const auto error = shape_error(*set_, proposal.vote)) {
    return *error;
  }
  if (subject.kind != VoteKind::Notarize || proposal.vote.signer != set_->leader(subject.view)) {
    return VerifyError::WrongLeader;
  }
  if (proposal.block.header.payload != payload_digest(proposal.block.references) ||
      subject.block != block_digest(*genesis_, proposal.block.header)) {
    return VerifyError::DigestMismatch;
  }
  const auto vote = verify_vote(proposal.vote);
  if (!vote) {
    return vote.error();
  }
  return Verified<Proposal>(proposal);
}

Result<Verified<SignedBatchHeader>, VerifyError> Verifier::verify_batch_header(
    const SignedBatchHeader& header) const {
  const auto owner = set_->index_of(header.header.lane);
  if (!owner) {
    return VerifyError::UnknownSigner;
  }
  const LaneKey& lane_key = header.lane_key;
  if (lane_key.lane != header.header.lane || lane_key.incarnation != header.header.incarnation ||
      lane_key.key.algorithm != crypto::SignatureAlgorithm::Ed25519) {
    return VerifyError::WrongLaneKey;
  }
  const std::vector<SignatureChecker::Item> items{
      {&set_->at(*owner).key, lane_key_signing_bytes(*genesis_, lane_key), lane_key.signature},
      {&lane_key.key, batch_signing_bytes(*genesis_, header.header), header.signature}};
  if (!all_true(checker_->check(items))) {
    return VerifyError::BadSignature;
  }
  return Verified<SignedBatchHeader>(header);
}

}  // namespace vitalstream::consensus
