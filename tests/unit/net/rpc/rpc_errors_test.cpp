#include "net/rpc/rpc_errors.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vitalstream::net {
namespace {

TEST(RpcErrors, GivesEachCauseACodeAndAReasonOfItsOwn) {
  std::set<int> codes;
  std::set<std::string_view> reasons;
  for (const RpcErrorInfo& info : all_rpc_errors()) {
    EXPECT_TRUE(codes.insert(info.code).second) << info.code;
    EXPECT_TRUE(reasons.insert(info.reason).second) << info.reason;
    EXPECT_FALSE(info.message.empty());
  }
}

TEST(RpcErrors, KeepsToTheRangesOfJsonRpc) {
  for (const RpcErrorInfo& info : all_rpc_errors()) {
    const bool is_standard = info.code == -32700 || (info.code >= -32603 && info.code <= -32600);
    const bool is_ours = info.code >= -32099 && info.code <= -32000;
    EXPECT_TRUE(is_standard || is_ours) << info.code;
  }
}

TEST(RpcErrors, DescribesEveryCause) {
  for (std::size_t i = 0; i < kRpcCauses; ++i) {
    EXPECT_EQ(describe(static_cast<RpcCause>(i)).cause, static_cast<RpcCause>(i));
  }
}

}  // namespace
}  // namespace vitalstream::net
