#pragma once
// Verifier: the only maker of Verified<T>. It checks shape (known signers, ascending, a quorum)
// and signatures, the validator's own and those by delegation; the signature rule itself is behind
// the SignatureChecker port, so that the simulator can run on a cheap keyed hash. Thread: as its
// checker; production uses one per worker.

#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "consensus/types/batch.hpp"
#include "consensus/types/certificate.hpp"
#include "consensus/types/message.hpp"
#include "consensus/types/validator_set.hpp"
#include "consensus/types/verified.hpp"

namespace vitalstream::consensus {

class SignatureChecker {
 public:
  struct Item {
    const crypto::PublicKey* key = nullptr;
    Bytes message;
    ByteView signature;
  };
  virtual ~SignatureChecker() = default;
  // One answer for each item, in order.
  [[nodiscard]] virtual std::vector<bool> check(std::span<const Item> items) = 0;
};

enum class VerifyError {
  WrongEpoch,
  UnknownSigner,
  SignersNotAscending,
  NotAQuorum,
  WrongLeader,
  DigestMismatch,
  WrongLaneKey,
  WrongVotes,
  OutsideDelegation,
  BadSignature,
};

class Verifier {
 public:
  // All three must outlive the verifier.
  Verifier(const GenesisHash& genesis, const ValidatorSet& set, SignatureChecker& checker);

  [[nodiscard]] Result<Verified<Vote>, VerifyError> verify_vote(const Vote& vote) const;
  // Many at once; an answer for each, in order.
  [[nodiscard]] std::vector<Result<Verified<Vote>, VerifyError>> verify_votes(
      std::span<const Vote> votes) const;
  [[nodiscard]] Result<Verified<Certificate>, VerifyError> verify_certificate(
      const Certificate& certificate) const;
  // The leader's notarize vote for exactly this block; shape and limits are the core's affair.
  [[nodiscard]] Result<Verified<Proposal>, VerifyError> verify_proposal(
      const Proposal& proposal) const;
  // C15: the process's certificate by its validator, and the statement's signature by the process.
  [[nodiscard]] Result<Verified<Question>, VerifyError> verify_question(
      const Question& question) const;
  // The same, and every shown vote: of the asker, all in one view.
  [[nodiscard]] Result<Verified<Answer>, VerifyError> verify_answer(const Answer& answer) const;
  [[nodiscard]] Result<Verified<Over>, VerifyError> verify_over(const Over& over) const;
  // The lane key's certificate by the lane's validator, and the header's signature by the lane key.
  [[nodiscard]] Result<Verified<SignedBatchHeader>, VerifyError> verify_batch_header(
      const SignedBatchHeader& header) const;

 private:
  // What has to be checked of a statement of a process.
  [[nodiscard]] Result<void, VerifyError> check_statement(const LaneKey& process, Bytes message,
                                                          ByteView signature) const;

  const GenesisHash* genesis_;
  const ValidatorSet* set_;
  SignatureChecker* checker_;
};

}  // namespace vitalstream::consensus
