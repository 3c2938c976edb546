#pragma once
// FairQueue<Item>: what waits for one service, by who caused it. Those who wait are served in turn,
// so that each waits for at most one item of everybody else, however much somebody piles up; of one
// that has too much waiting no more is taken. Used by VerifyPool and StoreServer, whose senders are
// validators, and by QueryLine, whose senders are connections. The caller serialises.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "base/assert.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::node {

// Who causes work: a validator by its place in the set; nobody else is this node itself, whose own
// work is bounded by whoever asks for it and never refused here.
using WorkSender = std::optional<consensus::ValidatorIndex>;

template <class Item, class Peer = consensus::ValidatorIndex>
class FairQueue {
 public:
  using Sender = std::optional<Peer>;

  explicit FairQueue(std::size_t per_peer_max) : per_peer_max_(per_peer_max) {}

  // False if so many of this peer's wait already; then the item is still the caller's.
  [[nodiscard]] bool push(Sender sender, Item&& item);
  // Not while empty.
  [[nodiscard]] Item pop();
  // The first item of those that `may(sender, item)` be served; the others keep their turn. Nothing
  // if none may.
  template <class May>
  [[nodiscard]] std::optional<Item> pop_of(May&& may);
  // Everything of this sender, which then has no turn any more.
  [[nodiscard]] std::deque<Item> take_all_of(Sender sender);
  void clear();

  [[nodiscard]] bool empty() const { return turns_.empty(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t size_of(Sender sender) const;

 private:
  std::size_t per_peer_max_;
  std::size_t size_ = 0;
  std::map<Sender, std::deque<Item>> waiting_;  // no empty ones
  std::deque<Sender> turns_;                    // each that waits, once
};

template <class Item, class Peer>
bool FairQueue<Item, Peer>::push(Sender sender, Item&& item) {
  if (sender && size_of(sender) >= per_peer_max_) {
    return false;
  }
  std::deque<Item>& own = waiting_[sender];
  if (own.empty()) {
    turns_.push_back(sender);
  }
  own.push_back(std::move(item));
  size_ += 1;
  return true;
}

template <class Item, class Peer>
std::size_t FairQueue<Item, Peer>::size_of(Sender sender) const {
  const auto own = waiting_.find(sender);
  return own == waiting_.end() ? 0 : own->second.size();
}

template <class Item, class Peer>
Item FairQueue<Item, Peer>::pop() {
  VS_ASSERT(!turns_.empty());
  return std::move(*pop_of([](const Sender&, const Item&) { return true; }));
}

template <class Item, class Peer>
template <class May>
std::optional<Item> FairQueue<Item, Peer>::pop_of(May&& may) {
  const auto turn = std::ranges::find_if(turns_, [&](const Sender& waits) {
    return may(waits, std::as_const(waiting_.find(waits)->second.front()));
  });
  if (turn == turns_.end()) {
    return std::nullopt;
  }
  const Sender sender = *turn;
  turns_.erase(turn);
  const auto own = waiting_.find(sender);
  Item item = std::move(own->second.front());
  own->second.pop_front();
  size_ -= 1;
  if (own->second.empty()) {
    waiting_.erase(own);
  } else {
    turns_.push_back(sender);
  }
  return item;
}

template <class Item, class Peer>
std::deque<Item> FairQueue<Item, Peer>::take_all_of(Sender sender) {
  const auto own = waiting_.find(sender);
  if (own == waiting_.end()) {
    return {};
  }
  std::deque<Item> taken = std::move(own->second);
  waiting_.erase(own);
  std::erase(turns_, sender);
  size_ -= taken.size();
  return taken;
}

template <class Item, class Peer>
void FairQueue<Item, Peer>::clear() {
  waiting_.clear();
  turns_.clear();
  size_ = 0;
}

}  // namespace vitalstream::node
