#include "storage/read_view.hpp"

#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::storage {
namespace {

using ReadViewTest = DatabaseFixture;

TEST_F(ReadViewTest, WhatIsNotThereIsAnAnswer) {
  const ReadView view = database_->latest();
  EXPECT_FALSE(view.tip()->has_value());
  EXPECT_FALSE(view.block(Height(1))->has_value());
  EXPECT_FALSE(view.height_of(BlockDigest())->has_value());
  EXPECT_FALSE(view.batches_of(Height(1))->has_value());
  EXPECT_FALSE(view.results(Height(1))->has_value());
  EXPECT_FALSE(view.executed(Height(1))->has_value());
  EXPECT_FALSE(view.finalization(Height(1))->has_value());
  EXPECT_FALSE(view.location_of(TxId())->has_value());
  EXPECT_FALSE(view.batch(BatchDigest())->has_value());
  EXPECT_FALSE(view.state({})->has_value());
  EXPECT_FALSE(view.tile({.level = 0, .index = 0})->has_value());
  EXPECT_FALSE(view.named("none")->has_value());
}

TEST_F(ReadViewTest, ACopyOfASnapshotKeepsItAlive) {
  std::optional<ReadView> copy;
  {
    const ReadView snapshot = database_->snapshot();
    copy = snapshot;
  }
  ASSERT_TRUE(database_->commit(a_block(*database_, 1).build()));
  EXPECT_FALSE(copy->tip()->has_value());
  EXPECT_TRUE(database_->latest().tip()->has_value());
}

}  // namespace
}  // namespace vitalstream::storage
