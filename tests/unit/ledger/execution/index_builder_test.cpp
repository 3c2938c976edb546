#include "ledger/execution/index_builder.hpp"

#include <gtest/gtest.h>

namespace vitalstream::ledger {
namespace {

TEST(IndexBuilder, MakesOnePostingPerValueAndBlock) {
  IndexBuilder builder;
  builder.add(PostingFilter::AuditType, "rest", BlockIndex{0});
  builder.add(PostingFilter::AuditType, "login", BlockIndex{1});
  builder.add(PostingFilter::AuditType, "rest", BlockIndex{4});
  builder.add(PostingFilter::AuditActor, "rest", BlockIndex{4});
  builder.add(PostingFilter::AuditSubject, "", BlockIndex{4});
  const auto entries = builder.finish(LeafIndex{100}, UnixMs{5});
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[1].key, posting_key(PostingFilter::AuditType, "rest", LeafIndex{100}));
  EXPECT_EQ(decode_posting(entries[1].value), (Posting{BlockIndex{0}, BlockIndex{4}}));
  EXPECT_EQ(entries[3].key, block_time_key(UnixMs{5}));
  EXPECT_EQ(key_number(entries[3].value), 100U);
}

}  // namespace
}  // namespace vitalstream::ledger
