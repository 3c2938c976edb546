#pragma once
// A sealed batch of one lane as its owner makes it, with real keys and signatures, and the means to
// spoil one thing at a time and sign again what its owner would sign.

#include <vector>

#include "consensus/types/validator_set.hpp"
#include "crypto/signing_key.hpp"
#include "node/batches/batch_intake.hpp"
#include "support/test_signer.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::node::testing {

[[nodiscard]] GenesisHash a_genesis();
// Validators 1 to 4, with real keys.
[[nodiscard]] crypto::SigningKey validator_key(std::uint32_t id);
[[nodiscard]] consensus::ValidatorSet a_set();

// What the builder has made, signed by the signer under its own key.
[[nodiscard]] ledger::OwnedTransaction signed_by(const ledger::testing::TestSigner& signer,
                                                 ledger::testing::TransactionBuilder builder);
// `att` is JSON text or empty.
[[nodiscard]] ledger::OwnedTransaction signed_by(const ledger::testing::TestSigner& signer,
                                                 std::string_view jti, std::string_view att = {});

class ABatch {
 public:
  // Two transactions of one signer; the first commits to one attachment.
  ABatch();

  ABatch& body(Bytes body);
  ABatch& attachments(Bytes part);
  ABatch& items(std::uint32_t count);
  // Breaks the lane key's signature over the header.
  ABatch& spoil_signature();

  [[nodiscard]] const Bytes& body() const { return body_; }
  [[nodiscard]] const Bytes& attachments() const { return attachments_; }
  // Header and body as stored, signed by the lane's owner.
  [[nodiscard]] Bytes stored() const;
  [[nodiscard]] Result<VerifiedIntake, BatchFault> verify(
      consensus::VerifyDepth depth = consensus::VerifyDepth::Full) const;

 private:
  Bytes body_;
  Bytes attachments_;
  std::uint32_t items_ = 2;
  bool is_spoilt_ = false;
};

}  // namespace vitalstream::node::testing
