#include "ledger/execution/state_keys.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "ledger/execution/state_delta.hpp"

namespace vitalstream::ledger {
namespace {

TEST(StateKeys, HaveTheirGoldenBytes) {
  EXPECT_EQ(to_hex(record_key("c", "id")),
            "01"
            "0163"
            "026964");
  EXPECT_EQ(to_hex(record_version_key("c", "id", 258)),
            "02"
            "0163"
            "026964"
            "0000000000000102");
  EXPECT_EQ(to_hex(audit_key(LeafIndex{7})),
            "03"
            "0000000000000007");
  EXPECT_EQ(to_hex(consent_key("s", LeafIndex{7})),
            "04"
            "0173"
            "0000000000000007");
  EXPECT_EQ(to_hex(posting_key(PostingFilter::AuditActor, "a", LeafIndex{1})),
            "01"
            "03"
            "0161"
            "0000000000000001");
  EXPECT_EQ(to_hex(block_time_key(UnixMs{256})),
            "02"
            "0000000000000100");
}

TEST(StateKeys, NoNameIsTheBeginningOfAnother) {
  EXPECT_NE(record_key("ab", "c"), record_key("a", "bc"));
  const ScanRange range = record_version_range("a", "b");
  const BytesLess less;
  const Bytes other = record_version_key("a", "bb", 1);
  EXPECT_TRUE(less(other, range.from) || !less(other, range.to));
}

TEST(StateKeys, RangesHoldExactlyTheirNumbers) {
  const BytesLess less;
  const auto holds = [&less](const ScanRange& range, const Bytes& key) {
    return !less(key, range.from) && less(key, range.to);
  };
  EXPECT_TRUE(holds(audit_range(LeafIndex{3}, LeafIndex{9}), audit_key(LeafIndex{3})));
  EXPECT_FALSE(holds(audit_range(LeafIndex{3}, LeafIndex{9}), audit_key(LeafIndex{9})));
  EXPECT_TRUE(holds(consent_range("s", LeafIndex{9}), consent_key("s", LeafIndex{0})));
  EXPECT_FALSE(holds(consent_range("s", LeafIndex{9}), consent_key("t", LeafIndex{0})));
  const auto posting = [](const char* value, std::uint64_t first) {
    return posting_key(PostingFilter::AuditType, value, LeafIndex{first});
  };
  EXPECT_TRUE(holds(posting_range(PostingFilter::AuditType, "t", LeafIndex{5}), posting("t", 4)));
  EXPECT_FALSE(holds(posting_range(PostingFilter::AuditType, "t", LeafIndex{5}), posting("tt", 4)));
  EXPECT_TRUE(holds(block_time_range(UnixMs{5}), block_time_key(UnixMs{INT64_MAX})));
  EXPECT_FALSE(holds(block_time_range(UnixMs{5}), block_time_key(UnixMs{4})));
}

TEST(StateKeys, EndWithTheirNumber) {
  EXPECT_EQ(key_number(consent_key("s", LeafIndex{77})), 77U);
  EXPECT_EQ(key_number(Bytes{1, 2}), std::nullopt);
}

}  // namespace
}  // namespace vitalstream::ledger
