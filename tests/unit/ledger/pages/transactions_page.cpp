// docs/transactions.md promises that its examples are right: each is taken from the page and
// parsed.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "ledger/types/transaction.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

const std::string& page() {
  static const std::string kPage = [] {
    std::ifstream file(VS_SOURCE_DIR "/docs/transactions.md");
    return std::string((std::istreambuf_iterator<char>(file)), {});
  }();
  return kPage;
}

// The block that begins with this fence, the `number`-th of them.
std::string example(const std::string& fence, int number = 0) {
  std::size_t at = 0;
  for (int i = 0; i <= number; ++i) {
    at = page().find("```" + fence + "\n", at);
    EXPECT_NE(at, std::string::npos) << fence;
    at += fence.size() + 4;
  }
  return page().substr(at, page().find("```", at) - at);
}

TEST(TransactionsPage, ItsHeaderIsAHeader) {
  const std::string header = example("json");
  EXPECT_TRUE(parse_protected_header(as_bytes(header)).has_value());
}

TEST(TransactionsPage, ItsPayloadIsAPayload) {
  const auto transaction = testing::TransactionBuilder{}.payload(example("json", 1)).build();
  EXPECT_TRUE(std::holds_alternative<RecordPut>(transaction->operation));
}

TEST(TransactionsPage, TheExampleOfEachOperationIsValid) {
  const std::string att = example("json", 2);
  const auto operation = [&att](const char* op) {
    const auto transaction =
        testing::TransactionBuilder{}.op(op, example(std::string("json ") + op)).att(att).build();
    return transaction->operation.index();
  };
  EXPECT_EQ(operation("record.put"), Operation(RecordPut{}).index());
  EXPECT_EQ(operation("audit.append"), Operation(AuditAppend{}).index());
  EXPECT_EQ(operation("consent.grant"), Operation(ConsentGrant{}).index());
  EXPECT_EQ(operation("consent.revoke"), Operation(ConsentRevoke{}).index());
}

}  // namespace
}  // namespace vitalstream::ledger
