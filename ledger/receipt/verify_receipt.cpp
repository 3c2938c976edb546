#include "ledger/receipt/verify_receipt.hpp"

#include <optional>
#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "consensus/types/crypto_checker.hpp"
#include "crypto/merkle_proof.hpp"
#include "crypto/rfc6962.hpp"
#include "crypto/sha256.hpp"
#include "crypto/verify.hpp"
#include "ledger/execution/roots.hpp"
#include "ledger/genesis/genesis.hpp"
#include "ledger/receipt/receipt_form.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {
namespace {

using Code = ReceiptErrorCode;
using Failure = std::optional<ReceiptErrorCode>;

Code code_of(consensus::VerifyError error) {
  switch (error) {
    case consensus::VerifyError::WrongEpoch:
      return Code::WrongEpoch;
    case consensus::VerifyError::UnknownSigner:
      return Code::UnknownSigner;
    case consensus::VerifyError::SignersNotAscending:
      return Code::SignersNotAscending;
    case consensus::VerifyError::NotAQuorum:
      return Code::NotAQuorum;
    case consensus::VerifyError::OutsideDelegation:
      return Code::OutsideDelegation;
    case consensus::VerifyError::BadSignature:
    case consensus::VerifyError::WrongLeader:
    case consensus::VerifyError::DigestMismatch:
    case consensus::VerifyError::WrongLaneKey:
    case consensus::VerifyError::WrongVotes:
      return Code::BadSignature;
  }
  VS_ASSERT(false);
}

// Whether the decision came before anybody asked whose key it is, or was about just that.
bool may_be_of_a_stranger(const ReceiptResult& result) {
  return result.status == TxStatus::Expired || result.status == TxStatus::Duplicate ||
         result.code == ResultCode::WrongChain || result.code == ResultCode::ExpTooFar ||
         result.code == ResultCode::JtiReused || result.code == ResultCode::WindowFull ||
         result.code == ResultCode::UnknownKey;
}

class Verification {
 public:
  Verification(const ReceiptDocument& receipt, const Genesis& genesis,
               const Transaction& transaction)
      : receipt_(&receipt), genesis_(&genesis), transaction_(&transaction) {}

  [[nodiscard]] Failure check() const;
  [[nodiscard]] VerifiedReceipt conclusion() const;

 private:
  [[nodiscard]] Failure check_chain() const;
  [[nodiscard]] Failure check_finalization() const;
  [[nodiscard]] Failure check_position() const;
  [[nodiscard]] Failure check_roots() const;
  [[nodiscard]] Failure check_result() const;
  [[nodiscard]] Failure check_signer() const;
  [[nodiscard]] Failure check_seal() const;
  [[nodiscard]] const Member* signer() const;
  [[nodiscard]] const GenesisValidator* sealer() const;
  [[nodiscard]] StateRoot root_after(BlockHeight last) const;

  const ReceiptDocument* receipt_;
  const Genesis* genesis_;
  const Transaction* transaction_;
};

Failure Verification::check() const {
  for (const auto step :
       {&Verification::check_chain, &Verification::check_finalization,
        &Verification::check_position, &Verification::check_roots, &Verification::check_result,
        &Verification::check_signer, &Verification::check_seal}) {
    if (const Failure failure = (this->*step)()) {
      return failure;
    }
  }
  return std::nullopt;
}

Failure Verification::check_chain() const {
  const auto& headers = receipt_->headers;
  if (headers.front().height.value() != receipt_->position.height.value()) {
    return Code::WrongHeight;
  }
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (headers[i].epoch != consensus::Epoch{1}) {
      return Code::WrongEpoch;
    }
    if (i > 0 && (headers[i].height != next(headers[i - 1].height) ||
                  headers[i].parent != block_digest(genesis_->hash, headers[i - 1]))) {
      return Code::BrokenChain;
    }
  }
  return std::nullopt;
}

Failure Verification::check_finalization() const {
  consensus::Certificate certificate = receipt_->finalization;
  certificate.subject.block = block_digest(genesis_->hash, receipt_->headers.back());
  const consensus::ValidatorSet set = validator_set_of(genesis_->document);
  consensus::CryptoChecker checker;
  const auto verified =
      consensus::Verifier(genesis_->hash, set, checker).verify_certificate(certificate);
  return verified ? Failure{} : code_of(verified.error());
}

Failure Verification::check_position() const {
  const consensus::BlockHeader& block = receipt_->headers.front();
  const crypto::TreeHead log{crypto::TreeSize{block.log_size}, block.log_root.value()};
  const ReceiptPosition& position = receipt_->position;
  if (!crypto::verify_inclusion(log, position.leaf, transaction_->leaf.value(), receipt_->path)) {
    return Code::NotInLog;
  }
  // The block's transactions are the last leaves of its log.
  const std::uint32_t transactions = receipt_->result.transactions;
  if (position.index.value() >= transactions || transactions > block.log_size ||
      block.log_size - transactions + position.index.value() != position.leaf.value()) {
    return Code::PositionMismatch;
  }
  return std::nullopt;
}

Failure Verification::check_roots() const {
  const auto committing = committing_header(receipt_->headers, receipt_->position.height);
  if (!committing) {
    return Code::NotCommitted;
  }
  const consensus::BlockHeader& header = receipt_->headers[*committing];
  const BlockHeight last{header.executed_height.value()};
  if (last.value() - receipt_->position.height.value() + 1 != receipt_->result.steps.size()) {
    return Code::StepsMismatch;
  }
  return root_after(last).value() == header.executed_root.value() ? Failure{} : Code::RootMismatch;
}

// Of the block at this height, or of the last one that there is a step for.
StateRoot Verification::root_after(BlockHeight last) const {
  BlockHeight height = receipt_->position.height;
  StateRoot root = receipt_->result.previous_root;
  for (const ReceiptStep& step : receipt_->result.steps) {
    if (height > last) {
      break;
    }
    root = state_root(root, {height, step.results, step.delta});
    height = next(height);
  }
  return root;
}

Failure Verification::check_result() const {
  const ReceiptResult& result = receipt_->result;
  const BlockIndex index = receipt_->position.index;
  const Bytes leaf =
      result_leaf(index, {transaction_->id, result.status, result.code, result.value});
  const crypto::TreeHead results{crypto::TreeSize{result.transactions},
                                 result.steps.front().results.value()};
  if (!crypto::verify_inclusion(results, LeafIndex{index.value()}, crypto::leaf_hash(leaf),
                                result.path)) {
    return Code::WrongResult;
  }
  return std::nullopt;
}

const Member* Verification::signer() const {
  for (const Member& member : genesis_->document.members) {
    if (member.key_id == transaction_->key_id) {
      return &member;
    }
  }
  return nullptr;
}

Failure Verification::check_signer() const {
  const Member* member = signer();
  if (member == nullptr) {
    return may_be_of_a_stranger(receipt_->result) ? Failure{} : Code::SignerNotEnrolled;
  }
  const bool valid = crypto::verify(member->key, as_bytes(transaction_->signing_input),
                                    transaction_->envelope.signature);
  return valid ? Failure{} : Code::BadTransactionSignature;
}

const GenesisValidator* Verification::sealer() const {
  for (const GenesisValidator& validator : genesis_->document.validators) {
    if (receipt_->seal && validator.id == receipt_->seal->validator) {
      return &validator;
    }
  }
  return nullptr;
}

Failure Verification::check_seal() const {
  if (!receipt_->seal) {
    return std::nullopt;
  }
  consensus::Seal seal = *receipt_->seal;
  const GenesisValidator* validator = sealer();
  if (validator == nullptr) {
    return Code::UnknownSealer;
  }
  const auto& headers = receipt_->headers;
  if (seal.height < headers.front().height || seal.height > headers.back().height) {
    return Code::SealOutsideHeaders;
  }
  const std::uint64_t above = seal.height.value() - headers.front().height.value();
  const BlockHeight height{seal.height.value()};
  if (above < receipt_->result.steps.size() &&
      seal.executed_root.value() != root_after(height).value()) {
    return Code::SealRootMismatch;
  }
  seal.block = block_digest(genesis_->hash, headers[above]);
  const Bytes message = consensus::seal_signing_bytes(genesis_->hash, seal);
  return crypto::verify_strict(validator->key, message, seal.signature) ? Failure{} : Code::BadSeal;
}

VerifiedReceipt Verification::conclusion() const {
  const Member* member = signer();
  const consensus::BlockHeader& final_header = receipt_->headers.back();
  return {.chain = genesis_->document.chain,
          .transaction = transaction_->id,
          .op = std::string(transaction_->op),
          .organisation = member == nullptr ? std::string() : member->organisation,
          .member = member == nullptr ? std::string() : member->name,
          .position = receipt_->position,
          .time = receipt_->headers.front().timestamp,
          .status = receipt_->result.status,
          .code = receipt_->result.code,
          .value = receipt_->result.value,
          .final_height = BlockHeight{final_header.height.value()},
          .signers = receipt_->finalization.signatures.size(),
          .validators = genesis_->document.validators.size(),
          .sealed = receipt_->seal
                        ? std::optional(VerifiedReceipt::Sealed{
                              sealer()->name, BlockHeight{receipt_->seal->height.value()}})
                        : std::nullopt};
}

}  // namespace

Result<VerifiedReceipt, ReceiptError> verify_receipt(std::string_view receipt,
                                                     const GenesisHash& genesis) {
  VS_TRY(document, parse_receipt(receipt));
  if (GenesisHash{crypto::sha256(as_bytes(document.genesis_file))} != genesis) {
    return ReceiptError{Code::GenesisMismatch, "genesis"};
  }
  const auto network = read_genesis(document.genesis_file);
  if (!network) {
    return ReceiptError{Code::BadGenesis, network.error().path};
  }
  const auto transaction = OwnedTransaction::parse(document.transaction);
  if (!transaction) {
    return ReceiptError{Code::BadTransaction, std::string(to_string(transaction.error()))};
  }
  const Verification verification(document, *network, **transaction);
  if (const auto failure = verification.check()) {
    return ReceiptError{*failure, ""};
  }
  return verification.conclusion();
}

}  // namespace vitalstream::ledger
