#include "ledger/types/result.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/rfc6962.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

std::vector<TxResult> some_results(std::size_t count) {
  std::vector<TxResult> results;
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = static_cast<std::uint8_t>(i);
    results.push_back(
        {TxId{crypto::sha256(ByteView(&number, 1))}, TxStatus::Applied, ResultCode::None, i});
  }
  if (count > 1) {
    results[1].status = TxStatus::Refused;
    results[1].code = ResultCode::RoleMissing;
  }
  return results;
}

TEST(Result, ALeafIsIndexIdStatusCodeAndValue) {
  Hash32 id{};
  id.fill(0xAB);
  const TxResult result{TxId{id}, TxStatus::Refused, ResultCode::VersionConflict, 7};
  EXPECT_EQ(to_hex(result_leaf(BlockIndex{258}, result)),
            "00000102"
            "abababababababababababababababababababababababababababababababab"
            "04"
            "0021"
            "0000000000000007");
}

TEST(Result, TheRootIsThatOfAnRfc6962Tree) {
  EXPECT_EQ(results_root({}).value(), crypto::empty_tree_root());
  const auto results = some_results(5);
  EXPECT_EQ(results_root(results).value(), crypto::merkle_root(result_leaf_hashes(results)));
  EXPECT_EQ(result_leaf_hashes(results)[3],
            crypto::leaf_hash(result_leaf(BlockIndex{3}, results[3])));
}

TEST(Result, StoredResultsAreReadBack) {
  const auto results = some_results(9);
  EXPECT_EQ(decode_results(encode_results(results)), results);
  EXPECT_EQ(decode_results(encode_results({})), std::vector<TxResult>{});
}

TEST(Result, OneStoredResultIsReadWithoutTheOthers) {
  const auto results = some_results(9);
  Bytes stored = encode_results(results);
  for (std::uint32_t i = 0; i < 9; ++i) {
    EXPECT_EQ(stored_result(stored, BlockIndex{i}), results[i]);
  }
  EXPECT_EQ(stored_result(stored, BlockIndex{9}), std::nullopt);
  EXPECT_EQ(stored_result(encode_results({}), BlockIndex{0}), std::nullopt);
  EXPECT_EQ(stored_result({}, BlockIndex{0}), std::nullopt);
  stored.pop_back();
  EXPECT_EQ(stored_result(stored, BlockIndex{0}), std::nullopt) << "not all of them are there";
  stored.push_back(0);
  stored[4 + 32] = 5;
  EXPECT_EQ(stored_result(stored, BlockIndex{0}), std::nullopt) << "a status that there is not";
}

TEST(Result, DamagedStoredResultsAreRefused) {
  const Bytes good = encode_results(some_results(2));
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_EQ(decode_results(ByteView(good).first(length)), std::nullopt);
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_EQ(decode_results(longer), std::nullopt);
  Bytes bad_status = good;
  bad_status[4 + 32] = 5;
  EXPECT_EQ(decode_results(bad_status), std::nullopt);
  Bytes bad_code = good;
  bad_code[4 + 33] = 0x7F;
  EXPECT_EQ(decode_results(bad_code), std::nullopt);
}

TEST(Result, NamesAreDistinctAndFoundAgain) {
  for (const ResultCode code : kResultCodes) {
    EXPECT_EQ(result_code_named(to_string(code)), code);
    EXPECT_EQ(result_code_from(static_cast<std::uint16_t>(code)), code);
  }
  EXPECT_EQ(result_code_named("nonsense"), std::nullopt);
  EXPECT_EQ(result_code_from(999), std::nullopt);
  EXPECT_EQ(tx_status_named("expired"), TxStatus::Expired);
  EXPECT_EQ(tx_status_named("Expired"), std::nullopt);
}

}  // namespace
}  // namespace vitalstream::ledger
