#include "node/driver/batch_store.hpp"

#include <gtest/gtest.h>

#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

TEST(BatchStore, WhatIsStoredIsReadBackUntilItIsForgotten) {
  testing::ALedger ledger;
  const VerifiedIntake closed = ledger.close({ledger.put("a", Bytes(9, 1))});
  const std::vector digests{closed.verified.digest};
  ASSERT_TRUE(ledger.database().remove_batches(digests));
  Metrics metrics("1.2.3");
  std::vector<std::string> failures;
  BatchStore store(ledger.database(), metrics,
                   [&](const std::string& reason) { failures.push_back(reason); });
  ASSERT_TRUE(store.store(digests[0], *closed.cached));
  const auto stored = *ledger.database().latest().batch(digests[0]);
  ASSERT_TRUE(stored);
  EXPECT_EQ(*stored, closed.cached->stored);
  EXPECT_NE(metrics.families().text().find("blockchain_batch"), std::string::npos);
  store.forget(digests);
  EXPECT_FALSE(*ledger.database().latest().batch(digests[0]));
  EXPECT_TRUE(failures.empty());
}

}  // namespace
}  // namespace vitalstream::node
