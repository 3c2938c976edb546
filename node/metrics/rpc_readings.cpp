#include "node/metrics/rpc_readings.hpp"

#include <algorithm>
#include <string_view>

namespace vitalstream::node {
namespace {

// Labels of requests that were answered, and of those that came to no method.
constexpr std::string_view kAnswered = "ok";
constexpr std::string_view kNoMethod = "none";

// Pairs that never occurred have no line.
void count_requests(MetricFamilies& metrics, std::string_view method, std::string_view code,
                    std::uint64_t count) {
  if (count > 0) {
    metrics.raise_to(Metric::RpcRequests, static_cast<double>(count), {method, code});
  }
}

void time_requests(MetricFamilies& metrics, std::string_view method,
                   const net::MethodStats& stats) {
  std::array<std::uint64_t, net::kDurationBuckets.size() + 1> counts{};
  std::ranges::transform(stats.durations, counts.begin(),
                         [](const auto& count) { return count.load(std::memory_order_relaxed); });
  if (std::ranges::any_of(counts, [](std::uint64_t count) { return count > 0; })) {
    const std::chrono::microseconds sum(stats.duration_us_sum.load(std::memory_order_relaxed));
    metrics.raise_to(Metric::RpcDuration, {counts, sum}, {method});
  }
}

}  // namespace

void tell(MetricFamilies& metrics, const net::RpcStats& rpc) {
  metrics.set(Metric::RpcConnections, static_cast<double>(rpc.connections()));
  metrics.set(Metric::RpcInFlight, static_cast<double>(rpc.in_flight()));
  metrics.raise_to(Metric::RpcCutReaders, static_cast<double>(rpc.cut_readers()));
  metrics.raise_to(Metric::RpcGaveWay, static_cast<double>(rpc.gave_way()));
  metrics.raise_to(Metric::RpcFaults, static_cast<double>(rpc.faults()));
  for (const net::RpcErrorInfo& error : net::all_rpc_errors()) {
    count_requests(metrics, kNoMethod, error.reason, rpc.refused_early(error.cause));
  }
  for (std::size_t i = 0; i < rpc.methods().size(); ++i) {
    const std::string_view name = rpc.methods()[i]->name;
    const net::MethodStats& method = rpc.of_method(i);
    count_requests(metrics, name, kAnswered, method.answered);
    for (const net::RpcErrorInfo& error : net::all_rpc_errors()) {
      const auto cause = static_cast<std::size_t>(error.cause);
      count_requests(metrics, name, error.reason, method.refused[cause]);
    }
    time_requests(metrics, name, method);
  }
}

void tell(MetricFamilies& metrics, const QueryReadings& queries) {
  metrics.set(Metric::QueriesWaiting, static_cast<double>(queries.waiting));
  metrics.raise_to(Metric::QueriesRefused, {{"connection", queries.refused_of_connection},
                                            {"all", queries.refused_of_all}});
  metrics.raise_to(Metric::QueryWait, {queries.waits, queries.waited_sum});
}

}  // namespace vitalstream::node
