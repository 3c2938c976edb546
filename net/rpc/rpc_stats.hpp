#pragma once
// RpcStats: counts of what the RPC server did. Written by the RPC thread alone; any thread may
// read at any time (the metrics of node do). Cheap: relaxed atomics in fixed arrays.

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "net/rpc/method_table.hpp"
#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {

// Upper bounds of the buckets of a method's duration; a last bucket takes the rest.
inline constexpr std::array<std::chrono::microseconds, 14> kDurationBuckets{
    std::chrono::microseconds(100),       std::chrono::microseconds(500),
    std::chrono::microseconds(1'000),     std::chrono::microseconds(2'500),
    std::chrono::microseconds(5'000),     std::chrono::microseconds(10'000),
    std::chrono::microseconds(25'000),    std::chrono::microseconds(50'000),
    std::chrono::microseconds(100'000),   std::chrono::microseconds(250'000),
    std::chrono::microseconds(500'000),   std::chrono::microseconds(1'000'000),
    std::chrono::microseconds(5'000'000), std::chrono::microseconds(30'000'000)};

struct MethodStats {
  using Counter = std::atomic<std::uint64_t>;

  Counter answered{0};                        // with a result
  std::array<Counter, kRpcCauses> refused{};  // by cause
  std::array<Counter, kDurationBuckets.size() + 1> durations{};
  Counter duration_us_sum{0};
};

class RpcStats {
 public:
  explicit RpcStats(MethodList methods) : methods_(methods), by_method_(methods.size()) {}

  // RPC thread.
  void count_answer(std::size_t method, std::optional<RpcCause> refusal,
                    std::chrono::steady_clock::duration took);
  // A request that was refused before it came to a method (parse errors, HTTP, limits).
  void count_refusal(RpcCause cause) { add(refused_early_[static_cast<std::size_t>(cause)], 1); }
  void count_cut_reader() { add(cut_readers_, 1); }
  // A connection that had not asked anything yet was closed for the sake of a newer one.
  void count_gave_way() { add(gave_way_, 1); }
  // An exception came as far as the event loop; its connection was cut.
  void count_fault() { add(faults_, 1); }
  void set_connections(std::size_t count) { connections_.store(count, std::memory_order_relaxed); }
  void set_tls_connections(std::size_t count);
  void set_certificate_expiry(std::int64_t unix_s);
  void set_in_flight(std::size_t calls) { in_flight_.store(calls, std::memory_order_relaxed); }

  // Any thread.
  [[nodiscard]] MethodList methods() const { return methods_; }
  [[nodiscard]] const MethodStats& of_method(std::size_t index) const { return by_method_[index]; }
  [[nodiscard]] std::uint64_t refused_early(RpcCause cause) const;
  [[nodiscard]] std::uint64_t cut_readers() const;
  [[nodiscard]] std::uint64_t gave_way() const;
  [[nodiscard]] std::uint64_t faults() const;
  [[nodiscard]] std::uint64_t connections() const;
  [[nodiscard]] std::uint64_t tls_connections() const;
  [[nodiscard]] std::uint64_t in_flight() const;
  // Of the certificate shown to clients; 0 without TLS.
  [[nodiscard]] std::int64_t certificate_expires_at_unix_s() const;

 private:
  using Counter = MethodStats::Counter;
  // One writer: no read-modify-write instruction is needed.
  static void add(Counter& counter, std::uint64_t count);

  MethodList methods_;
  std::vector<MethodStats> by_method_;
  std::array<Counter, kRpcCauses> refused_early_{};
  Counter cut_readers_{0};
  Counter gave_way_{0};
  Counter faults_{0};
  Counter connections_{0};
  Counter tls_connections_{0};
  Counter in_flight_{0};
  std::atomic<std::int64_t> certificate_expires_at_unix_s_{0};
};

}  // namespace vitalstream::net
