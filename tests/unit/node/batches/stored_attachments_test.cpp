#include "node/batches/stored_attachments.hpp"

#include <gtest/gtest.h>

#include <array>

#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using testing::ALedger;

TEST(StoredAttachments, EachHasItsPlaceSaltAndContent) {
  ALedger ledger;
  const VerifiedIntake closed =
      ledger.close({ledger.put("a"), ledger.put("b", Bytes{1, 2, 3}), ledger.put("c", Bytes{4})});
  const SplitAttachments split = split_attachments(closed.cached->attachments, 3);
  ASSERT_EQ(split.entries.size(), 2U);
  EXPECT_EQ(split.entries[0].position.item, 1U);
  EXPECT_EQ(split.entries[0].position.number, 0U);
  EXPECT_EQ(to_bytes(split.entries[0].content), (Bytes{1, 2, 3}));
  EXPECT_EQ(split.entries[1].position.item, 2U);
}

TEST(StoredAttachments, WhatWasSplitIsReadBackAsItTravelled) {
  ALedger ledger;
  const VerifiedIntake closed =
      ledger.close({ledger.put("a"), ledger.put("b", Bytes{1, 2, 3}), ledger.put("c", Bytes{4})});
  ASSERT_FALSE(closed.cached->attachments.empty());
  EXPECT_EQ(read_attachments(ledger.database(), closed.verified.digest, closed.cached->stored),
            closed.cached->attachments);
}

// Who gets a part of them would take it for a forgery.
TEST(StoredAttachments, BatchOfWhichSomeAreMissingHasAnEmptyPart) {
  ALedger ledger;
  const VerifiedIntake closed =
      ledger.close({ledger.put("a", Bytes{1}), ledger.put("b", Bytes{2, 3})});
  EXPECT_FALSE(lacks_attachments(ledger.database(), closed.verified.digest, closed.cached->parsed));
  const SplitAttachments split = split_attachments(closed.cached->attachments, 2);
  ASSERT_TRUE(ledger.database().remove_batches(std::array{closed.verified.digest}));
  ASSERT_TRUE(
      ledger.database().put_attachments(closed.verified.digest, std::span(split.entries).first(1)));
  EXPECT_TRUE(lacks_attachments(ledger.database(), closed.verified.digest, closed.cached->parsed));
  EXPECT_TRUE(
      read_attachments(ledger.database(), closed.verified.digest, closed.cached->stored).empty());
}

TEST(StoredAttachments, BatchWithoutAnyHasAnEmptyPart) {
  ALedger ledger;
  const VerifiedIntake closed = ledger.close({ledger.put("a")});
  EXPECT_TRUE(closed.cached->attachments.empty());
  EXPECT_TRUE(
      read_attachments(ledger.database(), closed.verified.digest, closed.cached->stored).empty());
  EXPECT_TRUE(split_attachments({}, 1).entries.empty());
}

TEST(StoredAttachments, BytesThatAreNoPartYieldNothing) {
  ALedger ledger;
  const VerifiedIntake closed = ledger.close({ledger.put("a", Bytes{1, 2, 3})});
  Bytes cut = closed.cached->attachments;
  cut.pop_back();
  EXPECT_TRUE(split_attachments(cut, 1).entries.empty());
  EXPECT_TRUE(read_attachments(ledger.database(), closed.verified.digest, as_bytes("no")).empty());
}

}  // namespace
}  // namespace vitalstream::node
