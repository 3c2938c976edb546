#include "consensus/core/catch_up.hpp"

#include <algorithm>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

// An answer is megabytes where a message is a packet.
constexpr std::int64_t kAnswerRetries = 8;

}  // namespace

CatchUp::CatchUp(std::size_t validators, std::optional<ValidatorIndex> own, Duration retry,
                 const Connections& connections)
    : validators_(validators), own_(own), retry_(retry), connections_(&connections) {}

std::vector<CatchUp::Request> CatchUp::plan(const FinalChain& chain, Height last, Instant now) {
  expire(now);
  std::vector<Request> requests;
  Height at = next(chain.contiguous());
  while (at <= last && outstanding_.size() < kRangesOutstandingMax) {
    if (chain.at(at) || is_under_way(at)) {
      at = next(at);
      continue;
    }
    const auto peer = idle_peer(now);
    if (!peer) {
      break;
    }
    const FinalRangeRequest request{at, kRangeBlocksMax};
    outstanding_[*peer] = {request, now + retry_ * kAnswerRetries};
    requests.emplace_back(*peer, request);
    at = Height{at.value() + kRangeBlocksMax};
  }
  return requests;
}

std::optional<FinalRangeRequest> CatchUp::begin_check(ValidatorIndex from) {
  const auto found = outstanding_.find(from);
  if (found == outstanding_.end() || found->second.is_checked) {
    return std::nullopt;
  }
  found->second.is_checked = true;
  return found->second.request;
}

std::optional<FinalRangeRequest> CatchUp::take_answered(ValidatorIndex from) {
  const auto found = outstanding_.find(from);
  if (found == outstanding_.end()) {
    return std::nullopt;
  }
  const FinalRangeRequest request = found->second.request;
  outstanding_.erase(found);
  return request;
}

void CatchUp::forget(ValidatorIndex peer) { outstanding_.erase(peer); }

void CatchUp::rest(ValidatorIndex peer, Instant now) { resting_until_[peer] = now + retry_; }

std::optional<Instant> CatchUp::due(Instant now) const {
  std::optional<Instant> due;
  const auto sooner = [&](Instant instant) { due = due ? std::min(*due, instant) : instant; };
  for (const auto& [peer, outstanding] : outstanding_) {
    sooner(outstanding.deadline);
  }
  for (const auto& [peer, until] : resting_until_) {
    if (until > now) {
      sooner(until);
    }
  }
  return due;
}

void CatchUp::expire(Instant now) {
  for (auto entry = outstanding_.begin(); entry != outstanding_.end();) {
    if (entry->second.deadline <= now) {
      rest(entry->first, now);
      entry = outstanding_.erase(entry);
    } else {
      ++entry;
    }
  }
}

std::optional<ValidatorIndex> CatchUp::idle_peer(Instant now) {
  for (std::size_t i = 0; i < validators_; ++i) {
    const ValidatorIndex peer{static_cast<std::uint16_t>((cursor_ + i) % validators_)};
    const auto resting = resting_until_.find(peer);
    const bool rests = resting != resting_until_.end() && resting->second > now;
    if (peer != own_ && connections_->may_reach(peer) && !rests && !outstanding_.contains(peer)) {
      cursor_ = (cursor_ + i + 1) % validators_;
      return peer;
    }
  }
  return std::nullopt;
}

bool CatchUp::is_under_way(Height height) const {
  return std::ranges::any_of(outstanding_, [&](const auto& entry) {
    const FinalRangeRequest& request = entry.second.request;
    return request.first <= height && height.value() < request.first.value() + request.count;
  });
}

}  // namespace vitalstream::consensus
