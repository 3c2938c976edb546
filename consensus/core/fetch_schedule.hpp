#pragma once
// FetchSchedule<Key>: what is wanted from peers, whom to ask, and when to ask somebody else (C17).
// A want lasts as long as it is renewed in every step; the first to be asked is the one who should
// have it, or who comes next of those that are connected. Where votes tell who holds it, several of
// these are asked at once: one of them is honest. Owned by Fetches.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "consensus/core/connections.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

template <class Key>
class FetchSchedule {
 public:
  // The connections must outlive this.
  FetchSchedule(std::size_t validators, std::optional<ValidatorIndex> own, Duration retry,
                const Connections& connections)
      : validators_(validators), own_(own), retry_(retry), connections_(&connections) {}

  // Whom to ask now, if anybody. `patience` is how long a new want waits before it is first asked.
  [[nodiscard]] std::optional<ValidatorIndex> want(const Key& key, ValidatorIndex hint, Instant now,
                                                   Duration patience = Duration{0});
  // The same of what these hold, of whom so many are asked at once. A want that nobody was known to
  // hold begins anew with them.
  [[nodiscard]] std::vector<ValidatorIndex> want_of(const Key& key,
                                                    const std::vector<ValidatorIndex>& holders,
                                                    std::size_t at_once, Instant now);
  // The end of a step: forgets what has not been wanted in it.
  void end_step();
  [[nodiscard]] std::optional<Instant> due() const;
  [[nodiscard]] bool is_wanted(const Key& key) const { return wants_.contains(key); }

 private:
  struct Want {
    Instant ask_at;
    std::uint32_t attempts = 0;
    bool renewed = true;
    bool has_holders = false;
  };

  [[nodiscard]] bool may_ask(ValidatorIndex peer) const {
    return peer != own_ && connections_->may_reach(peer);
  }
  // From this one onwards around the set, leaving out the own place and who is not connected.
  [[nodiscard]] std::vector<ValidatorIndex> from(ValidatorIndex first) const;

  std::size_t validators_;
  std::optional<ValidatorIndex> own_;
  Duration retry_;
  const Connections* connections_;
  std::map<Key, Want> wants_;
};

template <class Key>
std::optional<ValidatorIndex> FetchSchedule<Key>::want(const Key& key, ValidatorIndex hint,
                                                       Instant now, Duration patience) {
  Want& want = wants_.try_emplace(key, Want{now + patience, 0, true}).first->second;
  want.renewed = true;
  if (want.attempts == 0) {
    want.ask_at = std::min(want.ask_at, now + patience);
  }
  if (now < want.ask_at) {
    return std::nullopt;
  }
  want.ask_at = now + retry_;
  const std::vector<ValidatorIndex> candidates = from(hint);
  return candidates.empty() ? std::nullopt
                            : std::optional(candidates[want.attempts++ % candidates.size()]);
}

template <class Key>
std::vector<ValidatorIndex> FetchSchedule<Key>::want_of(const Key& key,
                                                        const std::vector<ValidatorIndex>& holders,
                                                        std::size_t at_once, Instant now) {
  Want& want = wants_.try_emplace(key, Want{now, 0, true}).first->second;
  want.renewed = true;
  if (!std::exchange(want.has_holders, true)) {
    want.ask_at = now;
    want.attempts = 0;
  }
  if (now < want.ask_at) {
    return {};
  }
  want.ask_at = now + retry_;
  std::vector<ValidatorIndex> candidates;
  std::ranges::copy_if(holders, std::back_inserter(candidates),
                       [this](ValidatorIndex peer) { return may_ask(peer); });
  for (const ValidatorIndex peer : from(ValidatorIndex{0})) {
    if (std::ranges::find(candidates, peer) == candidates.end()) {
      candidates.push_back(peer);
    }
  }
  const std::size_t begin = want.attempts++ * at_once;
  std::vector<ValidatorIndex> asked;
  for (std::size_t i = 0; i < std::min(at_once, candidates.size()); ++i) {
    asked.push_back(candidates[(begin + i) % candidates.size()]);
  }
  return asked;
}

template <class Key>
void FetchSchedule<Key>::end_step() {
  std::erase_if(wants_, [](const auto& entry) { return !entry.second.renewed; });
  for (auto& [key, want] : wants_) {
    want.renewed = false;
  }
}

template <class Key>
std::optional<Instant> FetchSchedule<Key>::due() const {
  std::optional<Instant> due;
  for (const auto& [key, want] : wants_) {
    due = due ? std::min(*due, want.ask_at) : want.ask_at;
  }
  return due;
}

template <class Key>
std::vector<ValidatorIndex> FetchSchedule<Key>::from(ValidatorIndex first) const {
  std::vector<ValidatorIndex> peers;
  for (std::size_t i = 0; i < validators_; ++i) {
    const std::size_t at = (first.value() + i) % validators_;
    const ValidatorIndex peer{static_cast<std::uint16_t>(at)};
    if (may_ask(peer)) {
      peers.push_back(peer);
    }
  }
  return peers;
}

}  // namespace vitalstream::consensus
