#include "ledger/receipt/build_receipt.hpp"

#include <gtest/gtest.h>

#include "support/receipt_network.hpp"

namespace vitalstream::ledger {
namespace {

TEST(BuildReceipt, FindsTheFirstHeaderThatCommitsToABlock) {
  std::vector<consensus::BlockHeader> headers(4);
  for (std::uint64_t i = 0; i < 4; ++i) {
    headers[i].executed_height = consensus::Height{10 + i / 2};
  }
  EXPECT_EQ(committing_header(headers, BlockHeight{9}), 0U);
  EXPECT_EQ(committing_header(headers, BlockHeight{11}), 2U);
  EXPECT_EQ(committing_header(headers, BlockHeight{12}), std::nullopt);
}

TEST(BuildReceipt, HoldsWhatItWasGiven) {
  const auto network = testing::a_receipt_network();
  const ReceiptParts parts = network.parts(3, 1);
  const auto receipt = parse_receipt(build_receipt(parts));
  ASSERT_TRUE(receipt.has_value());
  EXPECT_EQ(receipt->genesis_file, network.genesis_file());
  EXPECT_EQ(receipt->transaction, parts.compact);
  EXPECT_EQ(receipt->headers, parts.headers);
  EXPECT_EQ(receipt->finalization.signatures, parts.finalization.signatures);
  EXPECT_EQ(receipt->result.code, ResultCode::RoleMissing);
  EXPECT_EQ(receipt->result.transactions, 3U);
}

}  // namespace
}  // namespace vitalstream::ledger
