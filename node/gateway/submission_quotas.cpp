#include "node/gateway/submission_quotas.hpp"

#include <algorithm>

#include "node/gateway/limits.hpp"

namespace vitalstream::node {
namespace {

constexpr std::int64_t kMillion = 1'000'000;
// No client is told to wait longer.
constexpr std::int64_t kRetryAfterMsMax = 3'600'000;

std::int64_t signed_of(std::uint64_t number) { return static_cast<std::int64_t>(number); }

BucketSize bucket_size(std::uint64_t per_second, std::uint64_t burst) {
  return {signed_of(per_second), signed_of(burst)};
}

template <class Key>
Duration wait_in(const BucketTable<Key>& table, const Key& key, std::int64_t amount,
                 const BucketSize& size, Instant now) {
  const TokenBucket* bucket = table.find(key);
  return bucket == nullptr ? Duration{} : bucket->wait_for(amount, size, now);
}

}  // namespace

// A microsecond brings `per_second` millionths.
std::int64_t TokenBucket::missing_at(const BucketSize& size, Instant now) const {
  const std::int64_t elapsed_us = std::max<std::int64_t>((now - charged_).value(), 0);
  const std::int64_t full_after_us = missing_millionths_ / size.per_second + 1;
  return elapsed_us >= full_after_us ? 0 : missing_millionths_ - elapsed_us * size.per_second;
}

Duration TokenBucket::wait_for(std::int64_t amount, const BucketSize& size, Instant now) const {
  const std::int64_t may_miss = (size.burst - std::min(amount, size.burst)) * kMillion;
  const std::int64_t surplus = missing_at(size, now) - may_miss;
  return surplus <= 0 ? Duration{} : microseconds((surplus - 1) / size.per_second + 1);
}

void TokenBucket::charge(std::int64_t amount, const BucketSize& size, Instant now) {
  missing_millionths_ = missing_at(size, now) + amount * kMillion;
  charged_ = now;
}

template <class Key>
const TokenBucket* BucketTable<Key>::find(const Key& key) const {
  const auto place = places_.find(key);
  return place == places_.end() ? nullptr : &place->second->second;
}

template <class Key>
TokenBucket& BucketTable<Key>::find_or_make(const Key& key, Instant now) {
  if (const auto place = places_.find(key); place != places_.end()) {
    order_.splice(order_.begin(), order_, place->second);
    return order_.front().second;
  }
  if (places_.size() >= kQuotaBucketsMax) {
    places_.erase(order_.back().first);
    order_.pop_back();
  }
  order_.emplace_front(key, TokenBucket(now));
  places_.emplace(key, order_.begin());
  return order_.front().second;
}

template class BucketTable<ledger::KeyId>;
template class BucketTable<net::RpcOrigin>;

SubmissionQuotas::SubmissionQuotas(const QuotaRates& rates)
    : tx_(bucket_size(rates.member_tx_per_second, rates.member_tx_burst)),
      bytes_(bucket_size(rates.member_bytes_per_second, rates.member_bytes_burst)),
      failed_checks_(bucket_size(rates.failed_checks_per_second,
                                 rates.failed_checks_per_second * kFailedChecksBurstSeconds)) {}

Duration SubmissionQuotas::wait_of_member(const ledger::KeyId& member, std::uint64_t bytes,
                                          Instant now) const {
  return std::max(wait_in(member_tx_, member, 1, tx_, now),
                  wait_in(member_bytes_, member, signed_of(bytes), bytes_, now));
}

Duration SubmissionQuotas::wait_of_sender(const net::RpcOrigin& sender, Instant now) const {
  return wait_in(senders_, sender, 1, failed_checks_, now);
}

void SubmissionQuotas::charge_member(const ledger::KeyId& member, std::uint64_t bytes,
                                     Instant now) {
  member_tx_.find_or_make(member, now).charge(1, tx_, now);
  member_bytes_.find_or_make(member, now).charge(signed_of(bytes), bytes_, now);
}

void SubmissionQuotas::charge_failed_check(const net::RpcOrigin& sender, Instant now) {
  senders_.find_or_make(sender, now).charge(1, failed_checks_, now);
}

net::RpcError over_quota(Duration wait, std::string why) {
  const std::int64_t wait_ms = wait.value() / 1000 + 1;
  return {.cause = net::RpcCause::QuotaExceeded,
          .detail = std::move(why),
          .retry_after_ms = static_cast<std::uint32_t>(std::min(wait_ms, kRetryAfterMsMax))};
}

}  // namespace vitalstream::node
