#include "support/receipt_network.hpp"

#include <algorithm>
#include <span>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "consensus/types/codec.hpp"
#include "consensus/types/delegation.hpp"
#include "crypto/jwk.hpp"
#include "crypto/merkle_nodes.hpp"
#include "crypto/merkle_proof.hpp"
#include "crypto/rfc6962.hpp"
#include "ledger/receipt/receipt_form.hpp"
#include "support/genesis_builder.hpp"

namespace vitalstream::ledger::testing {
namespace {

constexpr std::int64_t kFirstSecond = ReceiptNetwork::kFirstBlockMs / 1000;
// A member's key that nobody else uses, with Ed25519.
constexpr std::uint32_t kKeyInMemory = 40;

}  // namespace

ReceiptNetwork::ReceiptNetwork(std::optional<std::uint16_t> delegator)
    : delegator_(delegator), genesis_file_(print_document(a_genesis_document())) {
  auto genesis = read_genesis(genesis_file_);
  VS_ASSERT(genesis.has_value());
  genesis_ = std::move(*genesis);
  members_ = members_of(genesis_.document);
  roots_.push_back(genesis_state_root(genesis_.hash));
}

OwnedTransaction ReceiptNetwork::sign(std::uint32_t member, TransactionBuilder builder,
                                      Signing signing) const {
  const TestSigner signer = member_signer(member);
  builder.key({signer.key(), crypto::thumbprint(signer.key())});
  const std::string signing_input = to_base64url(as_bytes(builder.header_text())) + "." +
                                    to_base64url(as_bytes(builder.payload_text()));
  const ByteView message = as_bytes(signing_input);
  return builder
      .signature(signing == Signing::Usual ? signer.sign(message)
                                           : signer.sign_for_cofactor(message))
      .build();
}

consensus::BlockHeader ReceiptNetwork::make_header(const BlockContext& context) const {
  consensus::BlockHeader header;
  header.epoch = consensus::Epoch{1};
  header.height = consensus::Height{context.height.value()};
  header.parent = headers_.empty() ? consensus::anchor_digest(genesis_.hash)
                                   : consensus::block_digest(genesis_.hash, headers_.back());
  header.timestamp = context.time;
  header.proposer = consensus::ValidatorId{1};
  header.payload = consensus::payload_digest({});
  const std::uint64_t executed =
      context.height.value() > kExecutionLag ? context.height.value() - kExecutionLag : 0;
  header.executed_height = consensus::Height{executed};
  header.executed_root = consensus::ExecutedRoot{roots_[executed].value()};
  header.log_size = leaves_.size();
  header.log_root = consensus::LogRoot{crypto::merkle_root(leaves_)};
  return header;
}

void ReceiptNetwork::add_block(std::vector<OwnedTransaction> transactions) {
  const auto height = BlockHeight{headers_.size() + 1};
  const BlockContext context{
      height, UnixMs{kFirstBlockMs + static_cast<std::int64_t>(height.value() - 1) * 1000},
      LeafIndex{leaves_.size()}, roots_.back()};
  std::vector<const Transaction*> pointers;
  for (const OwnedTransaction& transaction : transactions) {
    pointers.push_back(&*transaction);
    leaves_.push_back(transaction->leaf.value());
  }
  headers_.push_back(make_header(context));
  auto outcome =
      execute_block({genesis_.document.chain, 600, &members_}, context, pointers, state_, window_);
  VS_ASSERT(outcome.has_value());
  outcomes_.push_back(std::move(*outcome));
  state_.apply(outcomes_.back());
  roots_.push_back(outcomes_.back().executed_root);
  blocks_.push_back(std::move(transactions));
}

const std::vector<TxResult>& ReceiptNetwork::results(std::uint64_t height) const {
  return outcomes_[height - 1].results;
}

std::vector<Hash32> ReceiptNetwork::log_path(LeafIndex leaf, std::uint64_t size) const {
  const auto node = [this](const crypto::NodeId& id) -> std::optional<Hash32> {
    const std::size_t width = std::size_t{1} << id.level;
    return crypto::merkle_root(std::span(leaves_).subspan(id.index * width, width));
  };
  return *crypto::inclusion_proof(node, leaf, crypto::TreeSize{size});
}

consensus::Certificate ReceiptNetwork::finalize(const consensus::BlockHeader& header,
                                                const std::vector<std::uint16_t>& signers) const {
  consensus::Certificate certificate;
  // Some views were skipped.
  const consensus::View view{header.height.value() + 5};
  certificate.subject = consensus::make_finalize(
      consensus::make_notarize(header.epoch, view, consensus::View{view.value() - 1},
                               consensus::block_digest(genesis_.hash, header)));
  const Bytes message = consensus::signing_bytes(genesis_.hash, certificate.subject);
  for (const std::uint16_t signer : signers) {
    const consensus::ValidatorIndex index{signer};
    certificate.signatures.push_back({index, signer == delegator_
                                                 ? sign_by_delegation(index, certificate.subject)
                                                 : validator_signer(signer + 1U).sign(message)});
  }
  return certificate;
}

crypto::Signature ReceiptNetwork::sign_by_delegation(consensus::ValidatorIndex signer,
                                                     const consensus::VoteSubject& subject) const {
  const TestSigner key_in_memory = member_signer(kKeyInMemory);
  consensus::DelegatedSignature delegated;
  delegated.delegation = {kDelegatedFrom, kDelegatedTo, key_in_memory.key(), {}};
  delegated.delegation.signature =
      validator_signer(signer.value() + 1U)
          .sign(consensus::delegation_signing_bytes(genesis_.hash,
                                                    genesis_.document.validators[signer.value()].id,
                                                    subject.epoch, delegated.delegation));
  delegated.signature = key_in_memory.sign(consensus::signing_bytes(genesis_.hash, subject));
  return consensus::join(delegated);
}

consensus::Seal ReceiptNetwork::seal(std::uint64_t height, std::uint16_t validator) const {
  consensus::Seal seal{genesis_.document.validators[validator].id,
                       consensus::Height{height},
                       consensus::block_digest(genesis_.hash, headers_[height - 1]),
                       consensus::ExecutedRoot{outcomes_[height - 1].executed_root.value()},
                       {}};
  seal.signature =
      validator_signer(validator + 1U).sign(consensus::seal_signing_bytes(genesis_.hash, seal));
  return seal;
}

ReceiptResult ReceiptNetwork::result(std::uint64_t height, std::uint32_t index) const {
  const std::vector<TxResult>& results = outcomes_[height - 1].results;
  crypto::MerkleNodes nodes(result_leaf_hashes(results));
  ReceiptResult result;
  result.status = results[index].status;
  result.code = results[index].code;
  result.value = results[index].value;
  result.transactions = static_cast<std::uint32_t>(results.size());
  result.path =
      *crypto::inclusion_proof(std::ref(nodes), LeafIndex{index}, crypto::TreeSize{results.size()});
  result.previous_root = roots_[height - 1];
  return result;
}

ReceiptDocument ReceiptNetwork::document(std::uint64_t height, std::uint32_t index) const {
  const consensus::BlockHeader& block = headers_[height - 1];
  ReceiptDocument receipt;
  receipt.genesis_file = genesis_file_;
  receipt.transaction = blocks_[height - 1][index]->compact;
  receipt.result = result(height, index);
  const LeafIndex leaf{block.log_size - receipt.result.transactions + index};
  receipt.position = {BlockHeight{height}, BlockIndex{index}, leaf};
  receipt.path = log_path(leaf, block.log_size);
  for (std::uint64_t at = height;; ++at) {
    VS_ASSERT(at <= headers_.size());
    receipt.headers.push_back(headers_[at - 1]);
    if (at % kFinalizedEach == 0 && committing_header(receipt.headers, BlockHeight{height})) {
      break;
    }
  }
  receipt.finalization = finalize(receipt.headers.back(), {0, 1, 3});
  const auto committing = *committing_header(receipt.headers, BlockHeight{height});
  const std::uint64_t executed = receipt.headers[committing].executed_height.value();
  for (std::uint64_t h = height; h <= executed; ++h) {
    receipt.result.steps.push_back({outcomes_[h - 1].results_root, outcomes_[h - 1].delta});
  }
  return receipt;
}

std::string ReceiptNetwork::receipt(std::uint64_t height, std::uint32_t index) const {
  return print_receipt(document(height, index));
}

ReceiptNetwork a_receipt_network(std::optional<std::uint16_t> delegator) {
  ReceiptNetwork network(delegator);
  const auto put = [&network](std::uint32_t member, const std::string& jti) {
    return network.sign(member, TransactionBuilder{}.jti(jti).exp(kFirstSecond + 60));
  };
  const auto block = [&network](auto... transactions) {
    std::vector<OwnedTransaction> list;
    (list.push_back(std::move(transactions)), ...);
    network.add_block(std::move(list));
  };
  block(put(0, "a"), put(1, "b"), put(0, "c"));
  block();
  block(put(0, "a"), put(2, "d"), put(9, "e"));  // duplicate, role missing, unknown key
  block(network.sign(0, TransactionBuilder{}.jti("f").exp(kFirstSecond)),
        network.sign(1, TransactionBuilder{}.jti("g").exp(kFirstSecond + 60).op("no.such", "{}")));
  std::vector<OwnedTransaction> many;
  for (int i = 0; i < 21; ++i) {
    many.push_back(put(static_cast<std::uint32_t>(i % 2), "m" + std::to_string(i)));
  }
  network.add_block(std::move(many));
  for (int i = 0; i < 7; ++i) {
    block();
  }
  return network;
}

}  // namespace vitalstream::ledger::testing
