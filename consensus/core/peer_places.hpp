#pragma once
// PeerPlaces<Value>: what waits for an answer of the verifier, once per subject and on account of
// the peer that sent it. Each peer has so many places: one that sends what is wrong, or what nobody
// needs, fills its own and nobody else's. Owned by Proposals and Ballot.

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "consensus/types/ids.hpp"
#include "consensus/types/vote.hpp"

namespace vitalstream::consensus {

template <class Value>
class PeerPlaces {
 public:
  explicit PeerPlaces(std::size_t per_peer_max) : per_peer_max_(per_peer_max) {}

  // False if the subject is here already, or its sender has no place left.
  [[nodiscard]] bool add(const VoteSubject& subject, ValidatorIndex from, Value value);
  // Nothing if it is not here.
  std::optional<Value> take(const VoteSubject& subject);
  void forget_up_to(View floor);

  [[nodiscard]] bool contains(const VoteSubject& subject) const {
    return entries_.contains(subject);
  }
  [[nodiscard]] std::size_t count_in(View view) const;

 private:
  struct Entry {
    ValidatorIndex from;
    Value value;
  };
  using Entries = std::map<VoteSubject, Entry>;

  typename Entries::iterator erase(typename Entries::iterator at);

  std::size_t per_peer_max_;
  Entries entries_;
  std::map<ValidatorIndex, std::size_t> taken_;
};

template <class Value>
bool PeerPlaces<Value>::add(const VoteSubject& subject, ValidatorIndex from, Value value) {
  std::size_t& taken = taken_[from];
  if (taken >= per_peer_max_ ||
      !entries_.try_emplace(subject, Entry{from, std::move(value)}).second) {
    return false;
  }
  taken += 1;
  return true;
}

template <class Value>
std::optional<Value> PeerPlaces<Value>::take(const VoteSubject& subject) {
  const auto found = entries_.find(subject);
  if (found == entries_.end()) {
    return std::nullopt;
  }
  std::optional<Value> value(std::move(found->second.value));
  erase(found);
  return value;
}

template <class Value>
void PeerPlaces<Value>::forget_up_to(View floor) {
  for (auto at = entries_.begin(); at != entries_.end();) {
    at = at->first.view <= floor ? erase(at) : std::next(at);
  }
}

template <class Value>
std::size_t PeerPlaces<Value>::count_in(View view) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      entries_, [view](const auto& entry) { return entry.first.view == view; }));
}

template <class Value>
typename PeerPlaces<Value>::Entries::iterator PeerPlaces<Value>::erase(
    typename Entries::iterator at) {
  taken_[at->second.from] -= 1;
  return entries_.erase(at);
}

}  // namespace vitalstream::consensus
