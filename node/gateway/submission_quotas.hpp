#pragma once
// SubmissionQuotas: what one member may submit at this node, and how many signatures that do not
// verify one sender may have checked. A member's bucket is looked at before its signature is
// checked and charged after, or anybody who knows a `kid` could empty it; a bad signature charges
// who sent it. Who has never been charged has a full bucket, so that only others are kept: at most
// kQuotaBucketsMax of each, and then the one that was charged longest ago goes. Called by
// Submissions, on its thread; pure.

#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/time.hpp"
#include "ledger/types/ids.hpp"
#include "net/rpc/api_types.hpp"
#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::node {

struct QuotaRates {
  std::uint64_t member_tx_per_second = 0;
  std::uint64_t member_tx_burst = 0;
  std::uint64_t member_bytes_per_second = 0;
  std::uint64_t member_bytes_burst = 0;
  std::uint64_t failed_checks_per_second = 0;
};

// So much a second, and so much at once after a pause.
struct BucketSize {
  std::int64_t per_second = 0;
  std::int64_t burst = 0;
};

// Full when it is made. It may be charged with more than it holds; then it first has to fill up to
// nothing.
class TokenBucket {
 public:
  explicit TokenBucket(Instant now) : charged_(now) {}

  // Until it holds so much, or is full if it never can; zero: it does now.
  [[nodiscard]] Duration wait_for(std::int64_t amount, const BucketSize& size, Instant now) const;
  void charge(std::int64_t amount, const BucketSize& size, Instant now);

 private:
  [[nodiscard]] std::int64_t missing_at(const BucketSize& size, Instant now) const;

  std::int64_t missing_millionths_ = 0;  // of its burst, when it was charged
  Instant charged_;
};

template <class Key>
class BucketTable {
 public:
  // Null: never charged.
  [[nodiscard]] const TokenBucket* find(const Key& key) const;
  [[nodiscard]] TokenBucket& find_or_make(const Key& key, Instant now);
  [[nodiscard]] std::size_t size() const { return places_.size(); }

 private:
  using Order = std::list<std::pair<Key, TokenBucket>>;

  Order order_;  // charged last first
  std::unordered_map<Key, typename Order::iterator> places_;
};

class SubmissionQuotas {
 public:
  explicit SubmissionQuotas(const QuotaRates& rates);

  // How long this member would have to wait; zero: not at all.
  [[nodiscard]] Duration wait_of_member(const ledger::KeyId& member, std::uint64_t bytes,
                                        Instant now) const;
  [[nodiscard]] Duration wait_of_sender(const net::RpcOrigin& sender, Instant now) const;
  void charge_member(const ledger::KeyId& member, std::uint64_t bytes, Instant now);
  void charge_failed_check(const net::RpcOrigin& sender, Instant now);

 private:
  BucketSize tx_;
  BucketSize bytes_;
  BucketSize failed_checks_;
  BucketTable<ledger::KeyId> member_tx_;
  BucketTable<ledger::KeyId> member_bytes_;
  BucketTable<net::RpcOrigin> senders_;
};

// What is told to who has to wait so long, and why.
[[nodiscard]] net::RpcError over_quota(Duration wait, std::string why);

}  // namespace vitalstream::node
