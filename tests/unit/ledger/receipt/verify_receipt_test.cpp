#include "ledger/receipt/verify_receipt.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <random>

#include "crypto/jwk.hpp"
#include "crypto/sha256.hpp"
#include "ledger/execution/roots.hpp"
#include "support/genesis_builder.hpp"
#include "support/receipt_network.hpp"

namespace vitalstream::ledger {
namespace {

using Code = ReceiptErrorCode;

const testing::ReceiptNetwork& network() {
  static const testing::ReceiptNetwork kNetwork = testing::a_receipt_network();
  return kNetwork;
}

VerifiedReceipt verified(std::uint64_t height, std::uint32_t index) {
  const auto receipt = verify_receipt(network().receipt(height, index), network().genesis_hash());
  EXPECT_TRUE(receipt.has_value()) << height << "/" << index;
  return receipt ? *receipt : VerifiedReceipt{};
}

// What becomes of a receipt for (5, 4) when its document is changed.
void expect_error(Code code, const std::function<void(ReceiptDocument&)>& change) {
  auto document = parse_receipt(network().receipt(5, 4));
  ASSERT_TRUE(document.has_value());
  change(*document);
  const auto receipt = verify_receipt(print_receipt(*document), network().genesis_hash());
  ASSERT_FALSE(receipt.has_value()) << to_string(code);
  EXPECT_EQ(to_string(receipt.error().code), to_string(code));
}

// The same, with a finalization of what the headers have become: lies of a whole quorum.
void expect_error_though_signed(Code code, const std::function<void(ReceiptDocument&)>& change) {
  expect_error(code, [&change](ReceiptDocument& receipt) {
    change(receipt);
    receipt.finalization = network().finalize(receipt.headers.back(), {0, 1, 2});
  });
}

TEST(VerifyReceipt, EveryTransactionHasOneThatHolds) {
  for (std::uint64_t height = 1; height <= 5; ++height) {
    const auto& results = network().results(height);
    for (std::uint32_t index = 0; index < results.size(); ++index) {
      const VerifiedReceipt receipt = verified(height, index);
      EXPECT_EQ(receipt.transaction, results[index].id);
      EXPECT_EQ(receipt.status, results[index].status);
      EXPECT_EQ(receipt.code, results[index].code);
    }
  }
}

TEST(VerifyReceipt, ShowsRefusalsAsTheyAre) {
  EXPECT_EQ(verified(3, 0).status, TxStatus::Duplicate);
  EXPECT_EQ(verified(3, 1).code, ResultCode::RoleMissing);
  EXPECT_EQ(verified(3, 2).code, ResultCode::UnknownKey);
  EXPECT_EQ(verified(3, 2).member, "");
  EXPECT_EQ(verified(4, 0).status, TxStatus::Expired);
  EXPECT_EQ(verified(4, 1).code, ResultCode::UnknownOp);
}

TEST(VerifyReceipt, SaysWhoWhatAndWhere) {
  const VerifiedReceipt receipt = verified(1, 1);
  EXPECT_EQ(receipt.chain.value(), "test-chain");
  EXPECT_EQ(receipt.organisation, "org-2");
  EXPECT_EQ(receipt.member, "client-1");
  EXPECT_EQ(receipt.op, "record.put");
  EXPECT_EQ(receipt.value, 2U);
  EXPECT_EQ(receipt.position.leaf, LeafIndex{1});
  EXPECT_EQ(receipt.final_height, BlockHeight{3});
  EXPECT_EQ(receipt.signers, 3U);
  EXPECT_EQ(receipt.validators, 4U);
}

TEST(VerifyReceipt, NeedsTheRightGenesis) {
  const auto other = verify_receipt(network().receipt(1, 0), GenesisHash{});
  EXPECT_EQ(other.error().code, Code::GenesisMismatch);
  expect_error(Code::GenesisMismatch, [](ReceiptDocument& r) { r.genesis_file += " "; });
  ReceiptDocument document = *parse_receipt(network().receipt(1, 0));
  document.genesis_file = "{}";
  const auto bad = verify_receipt(print_receipt(document),
                                  GenesisHash{crypto::sha256(as_bytes(document.genesis_file))});
  EXPECT_EQ(bad.error().code, Code::BadGenesis);
}

TEST(VerifyReceipt, NeedsATransaction) {
  expect_error(Code::BadTransaction, [](ReceiptDocument& r) { r.transaction = "x"; });
}

TEST(VerifyReceipt, NeedsConsecutiveHeadersFromTheBlock) {
  expect_error(Code::WrongHeight, [](ReceiptDocument& r) { r.position.height = BlockHeight{6}; });
  expect_error_though_signed(
      Code::WrongEpoch, [](ReceiptDocument& r) { r.headers.back().epoch = consensus::Epoch{2}; });
  expect_error_though_signed(Code::BrokenChain, [](ReceiptDocument& r) {
    r.headers.back().parent = consensus::BlockDigest{};
  });
  expect_error_though_signed(Code::BrokenChain,
                             [](ReceiptDocument& r) { r.headers.erase(r.headers.begin() + 1); });
}

TEST(VerifyReceipt, NeedsAQuorumOfKnownSigners) {
  expect_error(Code::WrongEpoch,
               [](ReceiptDocument& r) { r.finalization.subject.epoch = consensus::Epoch{2}; });
  expect_error(Code::UnknownSigner, [](ReceiptDocument& r) {
    r.finalization.signatures.back().signer = consensus::ValidatorIndex{4};
  });
  expect_error(Code::SignersNotAscending, [](ReceiptDocument& r) {
    std::swap(r.finalization.signatures[0], r.finalization.signatures[1]);
  });
  expect_error(Code::SignersNotAscending, [](ReceiptDocument& r) {
    r.finalization.signatures[1] = r.finalization.signatures[0];
  });
  expect_error(Code::NotAQuorum, [](ReceiptDocument& r) { r.finalization.signatures.pop_back(); });
  expect_error(Code::BadSignature,
               [](ReceiptDocument& r) { r.finalization.signatures[2].signature[5] ^= 1; });
  expect_error(Code::BadSignature, [](ReceiptDocument& r) {
    r.finalization.subject.view = next(r.finalization.subject.view);
  });
  expect_error(Code::BadSignature,
               [](ReceiptDocument& r) { r.headers.back().timestamp = UnixMs{1}; });
}

TEST(VerifyReceipt, SignaturesByDelegationVerifyFromGenesisAlone) {
  const auto mixed = testing::a_receipt_network(std::uint16_t{3});
  auto document = parse_receipt(mixed.receipt(5, 4));
  ASSERT_TRUE(document.has_value());
  ASSERT_EQ(document->finalization.signatures[2].signature.size(), 184U);
  EXPECT_TRUE(verify_receipt(print_receipt(*document), mixed.genesis_hash()).has_value());
  document->finalization.subject.view = next(testing::ReceiptNetwork::kDelegatedTo);
  const auto late = verify_receipt(print_receipt(*document), mixed.genesis_hash());
  EXPECT_EQ(late.error().code, Code::OutsideDelegation);
}

// What becomes of a receipt for (1, 1), which has steps for block 1 and headers up to block 3, with
// a seal of block `height`, changed and sealed again.
std::string with_seal(std::uint64_t height, const std::function<void(consensus::Seal&)>& change) {
  auto document = network().document(1, 1);
  consensus::Seal seal = network().seal(height, 2);
  change(seal);
  document.seal = seal;
  const auto receipt = verify_receipt(print_receipt(document), network().genesis_hash());
  if (!receipt) {
    return std::string(to_string(receipt.error().code));
  }
  return receipt->sealed->validator + " at " + std::to_string(receipt->sealed->height.value());
}

TEST(VerifyReceipt, ASealNamesTheValidatorWhoseOwnKeyVouches) {
  const auto leave = [](consensus::Seal&) {};
  const std::string name = network().genesis_document().validators[2].name;
  for (const std::uint64_t height : {1U, 2U, 3U}) {
    EXPECT_EQ(with_seal(height, leave), name + " at " + std::to_string(height));
  }
  EXPECT_FALSE(verified(1, 1).sealed.has_value());
}

TEST(VerifyReceipt, ASealThatDoesNotHoldSpoilsAReceipt) {
  using consensus::Seal;
  EXPECT_EQ(with_seal(1, [](Seal& s) { s.validator = consensus::ValidatorId{4'000}; }),
            "unknown_sealer");
  EXPECT_EQ(with_seal(2, [](Seal& s) { s.validator = network().seal(2, 1).validator; }),
            "bad_seal");
  EXPECT_EQ(with_seal(4, [](Seal&) {}), "seal_outside_headers");
  EXPECT_EQ(with_seal(1, [](Seal& s) { s.height = consensus::Height{0}; }), "seal_outside_headers");
  EXPECT_EQ(with_seal(1, [](Seal& s) { s.executed_root = {}; }), "seal_root_mismatch");
  EXPECT_EQ(with_seal(2, [](Seal& s) { s.executed_root = {}; }), "bad_seal");
  EXPECT_EQ(with_seal(2, [](Seal& s) { s.height = consensus::Height{3}; }), "bad_seal");
  EXPECT_EQ(with_seal(2, [](Seal& s) { s.signature.pop_back(); }), "bad_seal");
  EXPECT_EQ(with_seal(2, [](Seal& s) { s.signature.back() ^= 1; }), "bad_seal");
}

TEST(VerifyReceipt, NeedsThePathIntoTheLog) {
  expect_error(Code::NotInLog, [](ReceiptDocument& r) { r.path[0][3] ^= 1; });
  expect_error(Code::NotInLog, [](ReceiptDocument& r) { r.path.pop_back(); });
  expect_error(Code::NotInLog, [](ReceiptDocument& r) { r.position.leaf = next(r.position.leaf); });
  expect_error(Code::NotInLog,
               [](ReceiptDocument& r) { r.transaction = network().document(5, 3).transaction; });
}

TEST(VerifyReceipt, NeedsPositionsThatAgree) {
  expect_error(Code::PositionMismatch,
               [](ReceiptDocument& r) { r.position.index = BlockIndex{5}; });
  expect_error(Code::PositionMismatch, [](ReceiptDocument& r) { ++r.result.transactions; });
  expect_error(Code::PositionMismatch, [](ReceiptDocument& r) { r.result.transactions = 0; });
}

TEST(VerifyReceipt, NeedsTheCommitmentToTheResult) {
  expect_error_though_signed(Code::NotCommitted, [](ReceiptDocument& r) { r.headers.resize(2); });
  expect_error(Code::StepsMismatch, [](ReceiptDocument& r) { r.result.steps.clear(); });
  expect_error(Code::StepsMismatch,
               [](ReceiptDocument& r) { r.result.steps.push_back(r.result.steps[0]); });
  expect_error(Code::RootMismatch, [](ReceiptDocument& r) { r.result.previous_root = {}; });
  expect_error(Code::RootMismatch, [](ReceiptDocument& r) { r.result.steps[0].delta = {}; });
  expect_error(Code::RootMismatch, [](ReceiptDocument& r) { r.result.steps[0].results = {}; });
}

TEST(VerifyReceipt, NeedsTheResultAsItWasDecided) {
  expect_error(Code::WrongResult, [](ReceiptDocument& r) { r.result.status = TxStatus::Refused; });
  expect_error(Code::WrongResult,
               [](ReceiptDocument& r) { r.result.code = ResultCode::RoleMissing; });
  expect_error(Code::WrongResult, [](ReceiptDocument& r) { ++r.result.value; });
  expect_error(Code::WrongResult, [](ReceiptDocument& r) { r.result.path[0][0] ^= 1; });
}

// An applied transaction whose signer genesis does not know, or whose signature is none: no honest
// quorum lets one pass, but the receipt is judged as though it had.
TEST(VerifyReceipt, NeedsTheSignatureOfAnEnrolledMember) {
  const auto lie = [](const OwnedTransaction& transaction) {
    testing::ReceiptNetwork liars;
    std::vector<OwnedTransaction> block;
    block.push_back(liars.sign(0, testing::TransactionBuilder{}));
    liars.add_block(std::move(block));
    ReceiptDocument receipt = *parse_receipt(testing::a_receipt_network().receipt(5, 4));
    receipt.transaction = transaction->compact;
    receipt.position = {BlockHeight{1}, BlockIndex{0}, LeafIndex{0}};
    receipt.path.clear();
    receipt.result = {TxStatus::Applied, ResultCode::None, 1, 1, {}, {}, {ReceiptStep{}}};
    const std::vector<TxResult> results = {
        {transaction->id, TxStatus::Applied, ResultCode::None, 1}};
    receipt.result.steps[0].results = results_root(results);
    receipt.headers.resize(1);
    consensus::BlockHeader& header = receipt.headers[0];
    header.height = header.executed_height = consensus::Height{1};
    header.log_size = 1;
    header.log_root = consensus::LogRoot{transaction->leaf.value()};
    header.executed_root = consensus::ExecutedRoot{
        state_root({}, {BlockHeight{1}, receipt.result.steps[0].results, {}}).value()};
    receipt.finalization = network().finalize(header, {0, 1, 2});
    return verify_receipt(print_receipt(receipt), network().genesis_hash());
  };
  EXPECT_TRUE(lie(network().sign(0, testing::TransactionBuilder{})).has_value());
  EXPECT_EQ(lie(network().sign(9, testing::TransactionBuilder{})).error().code,
            Code::SignerNotEnrolled);
  const crypto::PublicKey key = testing::member_signer(0).key();
  EXPECT_EQ(
      lie(testing::TransactionBuilder{}.key({key, crypto::thumbprint(key)}).build()).error().code,
      Code::BadTransactionSignature);
}

// A receipt is printed without blanks, so that no character of it is without meaning.
TEST(VerifyReceipt, NoMutationSaysSomethingElse) {
  const std::string original = network().receipt(5, 4);
  std::mt19937 random(23);  // the seed of this test's history
  for (int round = 0; round < 1'500; ++round) {
    std::string text = original;
    text[random() % text.size()] = static_cast<char>(32 + random() % 95);
    if (text == original) {
      continue;
    }
    EXPECT_FALSE(verify_receipt(text, network().genesis_hash()).has_value()) << text;
  }
}

TEST(VerifyReceipt, HasItsGoldenDocument) {
  std::ifstream golden(VS_SOURCE_DIR "/tests/golden/ledger/receipt.json");
  const std::string expected((std::istreambuf_iterator<char>(golden)), {});
  ASSERT_FALSE(expected.empty());
  EXPECT_TRUE(verify_receipt(expected, network().genesis_hash()).has_value());
}

}  // namespace
}  // namespace vitalstream::ledger
