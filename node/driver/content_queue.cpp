#include "node/driver/content_queue.hpp"

#include <algorithm>

#include "node/driver/limits.hpp"

namespace vitalstream::node {

ContentQueue::ContentQueue(std::size_t validators, consensus::ValidatorIndex own)
    : validators_(validators), own_(own) {}

bool ContentQueue::add(const consensus::BatchDigest& batch, Instant now) {
  if (wants_.contains(batch)) {
    return true;
  }
  if (is_full()) {
    return false;
  }
  put(batch, wants_[batch], now);
  return true;
}

void ContentQueue::remove(const consensus::BatchDigest& batch) {
  const auto found = wants_.find(batch);
  if (found != wants_.end()) {
    end_asking(found->second);
    turns_.erase(found->second.turn);
    wants_.erase(found);
  }
}

void ContentQueue::fail(const consensus::BatchDigest& batch, Instant now) {
  const auto found = wants_.find(batch);
  if (found != wants_.end() && found->second.asked) {
    end_asking(found->second);
    turns_.erase(found->second.turn);
    put(batch, found->second, now + pause_after(found->second));
  }
}

std::vector<ContentQueue::Ask> ContentQueue::due(Instant now) {
  std::vector<Ask> asks;
  if (validators_ < 2) {
    return asks;
  }
  std::vector<consensus::BatchDigest> looked_at;
  for (const auto& [turn, batch] : turns_) {
    if (turn.first > now) {
      break;
    }
    looked_at.push_back(batch);
  }
  for (const consensus::BatchDigest& batch : looked_at) {
    Want& want = wants_.at(batch);
    turns_.erase(want.turn);
    if (want.asked) {
      // Nobody answered in time.
      end_asking(want);
      put(batch, want, now + pause_after(want));
      continue;
    }
    const consensus::ValidatorIndex peer = next_peer(batch, want);
    if (all_asked_ >= kContentsAskedMax || asked_[peer] >= kContentsAskedOfPeerMax) {
      put(batch, want, want.turn.first);
      continue;
    }
    want.asked = peer;
    want.attempts += 1;
    asked_[peer] += 1;
    all_asked_ += 1;
    put(batch, want, now + kContentPatience);
    asks.push_back({peer, batch});
  }
  return asks;
}

std::optional<consensus::ValidatorIndex> ContentQueue::asked_of(
    const consensus::BatchDigest& batch) const {
  const auto found = wants_.find(batch);
  return found == wants_.end() ? std::nullopt : found->second.asked;
}

std::map<consensus::BatchDigest, consensus::ValidatorIndex> ContentQueue::asked() const {
  std::map<consensus::BatchDigest, consensus::ValidatorIndex> asked;
  for (const auto& [batch, want] : wants_) {
    if (want.asked) {
      asked.emplace(batch, *want.asked);
    }
  }
  return asked;
}

bool ContentQueue::is_full() const { return wants_.size() >= kContentsQueuedMax; }

// Different batches begin with different peers.
consensus::ValidatorIndex ContentQueue::next_peer(const consensus::BatchDigest& batch,
                                                  const Want& want) const {
  const std::size_t start = batch.value()[0];
  const std::size_t other = (start + want.attempts) % (validators_ - 1);
  return consensus::ValidatorIndex{
      static_cast<std::uint16_t>(other < own_.value() ? other : other + 1)};
}

void ContentQueue::put(const consensus::BatchDigest& batch, Want& want, Instant when) {
  want.turn = {when, serial_++};
  turns_.emplace(want.turn, batch);
}

void ContentQueue::end_asking(Want& want) {
  if (want.asked) {
    asked_[*want.asked] -= 1;
    all_asked_ -= 1;
    want.asked.reset();
  }
}

// None within a round; then it doubles with each.
Duration ContentQueue::pause_after(const Want& want) const {
  const std::size_t others = validators_ - 1;
  if (want.attempts % others != 0) {
    return Duration{};
  }
  const std::size_t rounds = std::min<std::size_t>(want.attempts / others, kContentPauseRounds);
  return kContentPause * (std::int64_t{1} << (rounds - 1));
}

}  // namespace vitalstream::node
