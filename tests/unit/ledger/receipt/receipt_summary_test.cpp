#include <gtest/gtest.h>

#include "ledger/receipt/verify_receipt.hpp"

namespace vitalstream::ledger {
namespace {

TEST(ReceiptSummary, TellsPeopleWhatWasProven) {
  VerifiedReceipt receipt;
  receipt.chain = ChainId{"c"};
  receipt.op = "record.put";
  receipt.organisation = "hospital";
  receipt.member = "gateway";
  receipt.status = TxStatus::Applied;
  receipt.value = 3;
  receipt.position = {BlockHeight{7}, BlockIndex{2}, LeafIndex{41}};
  const std::string text = summary(receipt);
  EXPECT_NE(text.find("gateway of hospital"), std::string::npos);
  EXPECT_NE(text.find("applied, version 3"), std::string::npos);
  EXPECT_NE(text.find("block 7, index 2, leaf 41"), std::string::npos);
}

TEST(ReceiptSummary, TellsRefusalsWithTheirCode) {
  VerifiedReceipt receipt;
  receipt.status = TxStatus::Refused;
  receipt.code = ResultCode::UnknownKey;
  const std::string text = summary(receipt);
  EXPECT_NE(text.find("refused (unknown_key)"), std::string::npos);
  EXPECT_NE(text.find("does not enrol"), std::string::npos);
}

}  // namespace
}  // namespace vitalstream::ledger
