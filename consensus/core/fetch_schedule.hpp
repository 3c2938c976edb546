#pragma once
// FetchSchedule<Key>: what is wanted from peers, whom to ask, and when to ask somebody else (C17).
// A want lasts as long as it is renewed in every step; the first to be asked is the one who should
// have it, or who comes next of those that are connected. Owned by Replica.

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
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
  [[nodiscard]] std::optional<ValidatorIndex> want(const Key& key, ValidatorIndex hint,
                                                   Instant now, Duration patience = Duration{0});
  // The end of a step: forgets what has not been wanted in it.
  void end_step();
  [[nodiscard]] std::optional<Instant> due() const;
  [[nodiscard]] bool is_wanted(const Key& key) const { return wants_.contains(key); }

 private:
  struct Want {
    Instant ask_at;
    std::uint32_t attempts = 0;
    bool renewed = true;
  };

  [[nodiscard]] std::optional<ValidatorIndex> choose(ValidatorIndex hint,
                                                     std::uint32_t attempt) const;

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
  return choose(hint, want.attempts++);
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
std::optional<ValidatorIndex> FetchSchedule<Key>::choose(ValidatorIndex hint,
                                                         std::uint32_t attempt) const {
  // From the hint onwards around the set, leaving out the own place and who is not connected.
  std::vector<ValidatorIndex> candidates;
  for (std::size_t i = 0; i < validators_; ++i) {
    const std::size_t at = (hint.value() + i) % validators_;
    const ValidatorIndex candidate{static_cast<std::uint16_t>(at)};
    if (candidate != own_ && connections_->may_reach(candidate)) {
      candidates.push_back(candidate);
    }
  }
  if (candidates.empty()) {
    return std::nullopt;
  }
  return candidates[attempt % candidates.size()];
}

}  // namespace vitalstream::consensus
