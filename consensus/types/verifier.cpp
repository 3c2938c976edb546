#include "consensus/types/verifier.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "base/result.hpp"
#include "consensus/types/delegation.hpp"

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

// What has to be checked for signatures of votes: one signature each, or two where a key in memory
// signs by delegation. It keeps what the items point at.
class VoteChecks {
 public:
  VoteChecks(const GenesisHash& genesis, const ValidatorSet& set)
      : genesis_(&genesis), set_(&set) {}

  // Of a known signer. `message` is what the subject's votes sign.
  [[nodiscard]] std::optional<VerifyError> add(const VoteSubject& subject, const Bytes& message,
                                               ValidatorIndex signer, ByteView signature);
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] std::span<const SignatureChecker::Item> items() const { return items_; }

 private:
  const GenesisHash* genesis_;
  const ValidatorSet* set_;
  std::vector<SignatureChecker::Item> items_;
  std::deque<DelegatedSignature> delegated_;
};

std::optional<VerifyError> VoteChecks::add(const VoteSubject& subject, const Bytes& message,
                                           ValidatorIndex signer, ByteView signature) {
  const Validator& validator = set_->at(signer);
  auto delegated = take_apart(signature, validator.key.algorithm);
  if (!delegated) {
    items_.push_back({&validator.key, message, signature});
    return std::nullopt;
  }
  const Delegation& delegation = delegated->delegation;
  if (!delegation.covers(subject.view) ||
      delegation.key.algorithm != crypto::SignatureAlgorithm::Ed25519) {
    return VerifyError::OutsideDelegation;
  }
  const DelegatedSignature& kept = delegated_.emplace_back(std::move(*delegated));
  items_.push_back(
      {&validator.key,
       delegation_signing_bytes(*genesis_, validator.id, subject.epoch, kept.delegation),
       kept.delegation.signature});
  items_.push_back({&kept.delegation.key, message, kept.signature});
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
  VoteChecks checks(*genesis_, *set_);
  std::vector<std::optional<VerifyError>> errors;
  std::vector<std::size_t> ends;
  for (const Vote& vote : votes) {
    auto error = shape_error(*set_, vote);
    if (!error) {
      error = checks.add(vote.subject, signing_bytes(*genesis_, vote.subject), vote.signer,
                         vote.signature);
    }
    errors.push_back(error);
    ends.push_back(checks.size());
  }
  const std::vector<bool> valid = checker_->check(checks.items());
  std::vector<Result<Verified<Vote>, VerifyError>> answers;
  answers.reserve(votes.size());
  auto next = valid.begin();
  for (std::size_t i = 0; i < votes.size(); ++i) {
    const auto end = valid.begin() + static_cast<std::ptrdiff_t>(ends[i]);
    const bool is_valid = std::find(next, end, false) == end;
    next = end;
    if (errors[i]) {
      answers.emplace_back(*errors[i]);
    } else if (!is_valid) {
      answers.emplace_back(VerifyError::BadSignature);
    } else {
      answers.emplace_back(Verified<Vote>(votes[i]));
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
  VoteChecks checks(*genesis_, *set_);
  for (const SignerSignature& one : certificate.signatures) {
    if (const auto error = checks.add(certificate.subject, message, one.signer, one.signature)) {
      return *error;
    }
  }
  if (!all_true(checker_->check(checks.items()))) {
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
  VS_RETURN_IF_ERROR(verify_vote(proposal.vote));
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

Result<void, VerifyError> Verifier::check_statement(const LaneKey& process, Bytes message,
                                                    ByteView signature) const {
  const auto owner = set_->index_of(process.lane);
  if (!owner) {
    return VerifyError::UnknownSigner;
  }
  if (process.key.algorithm != crypto::SignatureAlgorithm::Ed25519) {
    return VerifyError::WrongLaneKey;
  }
  const std::vector<SignatureChecker::Item> items{
      {&set_->at(*owner).key, lane_key_signing_bytes(*genesis_, process), process.signature},
      {&process.key, std::move(message), signature}};
  if (!all_true(checker_->check(items))) {
    return VerifyError::BadSignature;
  }
  return {};
}

Result<Verified<Question>, VerifyError> Verifier::verify_question(const Question& question) const {
  if (question.epoch != set_->epoch()) {
    return VerifyError::WrongEpoch;
  }
  const auto checked = check_statement(
      question.process, question_signing_bytes(*genesis_, question), question.signature);
  if (!checked) {
    return checked.error();
  }
  return Verified<Question>(question);
}

Result<Verified<Answer>, VerifyError> Verifier::verify_answer(const Answer& answer) const {
  if (answer.epoch != set_->epoch()) {
    return VerifyError::WrongEpoch;
  }
  const bool is_of_one = std::ranges::all_of(answer.shown, [&](const Vote& vote) {
    return vote.signer == answer.asker && vote.subject.view == answer.shown[0].subject.view;
  });
  if (!is_of_one) {
    return VerifyError::WrongVotes;
  }
  const auto checked =
      check_statement(answer.process, answer_signing_bytes(*genesis_, answer), answer.signature);
  if (!checked) {
    return checked.error();
  }
  for (const auto& vote : verify_votes(answer.shown)) {
    if (!vote) {
      return vote.error();
    }
  }
  return Verified<Answer>(answer);
}

Result<Verified<Over>, VerifyError> Verifier::verify_over(const Over& over) const {
  const auto checked =
      check_statement(over.process, over_signing_bytes(*genesis_, over), over.signature);
  if (!checked) {
    return checked.error();
  }
  return Verified<Over>(over);
}

}  // namespace vitalstream::consensus
