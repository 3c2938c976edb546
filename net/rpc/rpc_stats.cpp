#include "net/rpc/rpc_stats.hpp"

#include <algorithm>

namespace vitalstream::net {

void RpcStats::add(Counter& counter, std::uint64_t count) {
  counter.store(counter.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
}

void RpcStats::count_answer(std::size_t method, std::optional<RpcCause> refusal,
                            std::chrono::steady_clock::duration took) {
  MethodStats& stats = by_method_[method];
  if (refusal) {
    add(stats.refused[static_cast<std::size_t>(*refusal)], 1);
  } else {
    add(stats.answered, 1);
  }
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(took);
  const auto bucket = std::lower_bound(kDurationBuckets.begin(), kDurationBuckets.end(), us);
  add(stats.durations[static_cast<std::size_t>(bucket - kDurationBuckets.begin())], 1);
  add(stats.duration_us_sum, static_cast<std::uint64_t>(us.count()));
}

void RpcStats::set_tls_connections(std::size_t count) {
  tls_connections_.store(count, std::memory_order_relaxed);
}

void RpcStats::set_certificate_expiry(std::int64_t unix_s) {
  certificate_expires_at_unix_s_.store(unix_s, std::memory_order_relaxed);
}

std::uint64_t RpcStats::refused_early(RpcCause cause) const {
  return refused_early_[static_cast<std::size_t>(cause)].load(std::memory_order_relaxed);
}

std::uint64_t RpcStats::cut_readers() const { return cut_readers_.load(std::memory_order_relaxed); }

std::uint64_t RpcStats::gave_way() const { return gave_way_.load(std::memory_order_relaxed); }

std::uint64_t RpcStats::faults() const { return faults_.load(std::memory_order_relaxed); }

std::uint64_t RpcStats::connections() const { return connections_.load(std::memory_order_relaxed); }

std::uint64_t RpcStats::tls_connections() const {
  return tls_connections_.load(std::memory_order_relaxed);
}

std::uint64_t RpcStats::in_flight() const { return in_flight_.load(std::memory_order_relaxed); }

std::int64_t RpcStats::certificate_expires_at_unix_s() const {
  return certificate_expires_at_unix_s_.load(std::memory_order_relaxed);
}

}  // namespace vitalstream::net
