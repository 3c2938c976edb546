#include "ledger/receipt/receipt_form.hpp"

#include <gtest/gtest.h>

#include "support/receipt_network.hpp"

namespace vitalstream::ledger {
namespace {

TEST(ReceiptForm, FindsTheFirstHeaderThatCommitsToABlock) {
  std::vector<consensus::BlockHeader> headers(4);
  for (std::uint64_t i = 0; i < 4; ++i) {
    headers[i].executed_height = consensus::Height{10 + i / 2};
  }
  EXPECT_EQ(committing_header(headers, BlockHeight{9}), 0U);
  EXPECT_EQ(committing_header(headers, BlockHeight{11}), 2U);
  EXPECT_EQ(committing_header(headers, BlockHeight{12}), std::nullopt);
}

TEST(ReceiptForm, FilledInForEachTransactionOfABlockItIsTheWholeDocument) {
  const auto network = testing::a_receipt_network();
  const ReceiptDocument any = network.document(3, 0);
  const consensus::Seal seal = network.seal(4, 1);
  const ReceiptForm form(
      {any.headers, any.finalization, 3, any.result.previous_root, any.result.steps, seal});
  const std::string opening = receipt_opening(network.genesis_file());
  for (std::uint32_t index = 0; index < 3; ++index) {
    ReceiptDocument expected = network.document(3, index);
    const auto printed =
        parse_receipt(form.fill(opening, {expected.transaction, expected.position, expected.path,
                                          network.results(3)[index], expected.result.path}));
    ASSERT_TRUE(printed.has_value());
    // Signatures are others each time. What follows from the headers is not in the document.
    expected.finalization = any.finalization;
    expected.finalization.subject.block = {};
    expected.seal = seal;
    expected.seal->block = {};
    EXPECT_EQ(*printed, expected);
  }
}

}  // namespace
}  // namespace vitalstream::ledger
