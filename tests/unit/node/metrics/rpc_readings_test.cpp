#include "node/metrics/rpc_readings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RpcReadings, RequestsAreCountedByMethodAndCodeAndTimedByMethod) {
  net::RpcStats rpc(net::rpc_methods());
  const auto submit = *net::MethodTable(net::rpc_methods()).find("tx_submit");
  rpc.count_answer(submit, std::nullopt, std::chrono::milliseconds(3));
  rpc.count_answer(submit, net::RpcCause::Busy, std::chrono::microseconds(50));
  rpc.count_refusal(net::RpcCause::ParseError);
  MetricFamilies metrics;
  tell(metrics, rpc);
  tell(metrics, rpc);
  const std::string text = metrics.text();
  EXPECT_THAT(text,
              HasSubstr("blockchain_rpc_requests_total{code=\"ok\",method=\"tx_submit\"} 1\n"));
  EXPECT_THAT(text,
              HasSubstr("blockchain_rpc_requests_total{code=\"busy\",method=\"tx_submit\"} 1\n"));
  EXPECT_THAT(text,
              HasSubstr("blockchain_rpc_requests_total{code=\"parse_error\",method=\"none\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_rpc_duration_seconds_count{method=\"tx_submit\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_rpc_duration_seconds_bucket{method=\"tx_submit\","
                              "le=\"0.0001\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("method=\"tx_get\""))) << "what never occurred has no line";
}

TEST(RpcReadings, EveryReadingOfQueriesIsToldAndOnlyWhatIsNewIsAdded) {
  MetricFamilies metrics;
  QueryReadings readings;
  readings.waiting = 3;
  readings.refused_of_connection = 4;
  readings.refused_of_all = 5;
  readings.waits.front() = 6;
  readings.waits.back() = 1;
  readings.waited_sum = std::chrono::seconds(60);
  tell(metrics, readings);
  readings.waiting = 2;
  tell(metrics, readings);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("\nblockchain_queries_waiting 2\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_queries_refused_total{bound=\"connection\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_queries_refused_total{bound=\"all\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_query_wait_seconds_count 7\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_query_wait_seconds_sum 60\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_query_wait_seconds_bucket{le=\"0.0001\"} 6\n"));
}

}  // namespace
}  // namespace vitalstream::node
