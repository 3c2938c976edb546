#include "net/rpc/newcomers.hpp"

#include <iterator>
#include <utility>

namespace vitalstream::net {

Newcomers::Ticket Newcomers::enter(const RpcOrigin& address, std::uint32_t slot) {
  // All that needs memory comes first, so that a failure leaves everything as it was.
  Members one;
  one.push_back({.arrival = arrivals_ + 1, .slot = slot});
  Ranking first_rank;
  first_rank.emplace(Rank{}, nullptr);
  const auto [at, is_new] = groups_.try_emplace(address);
  Group& group = at->second;
  auto rank = is_new ? first_rank.extract(first_rank.begin()) : ranking_.extract(rank_of(group));
  ++arrivals_;
  ++count_;
  group.members.splice(group.members.end(), one);
  rank.key() = rank_of(group);
  rank.mapped() = &group;
  ranking_.insert(std::move(rank));
  return Ticket(at, std::prev(group.members.end()));
}

void Newcomers::leave(Ticket ticket) noexcept {
  Group& group = ticket.group_->second;
  auto rank = ranking_.extract(rank_of(group));
  group.members.erase(ticket.member_);
  --count_;
  if (group.members.empty()) {
    groups_.erase(ticket.group_);
    return;
  }
  rank.key() = rank_of(group);
  ranking_.insert(std::move(rank));
}

std::optional<std::uint32_t> Newcomers::next_to_go() const noexcept {
  if (ranking_.empty()) {
    return std::nullopt;
  }
  return ranking_.begin()->second->members.front().slot;
}

Newcomers::Rank Newcomers::rank_of(const Group& group) noexcept {
  return {.members = group.members.size(), .oldest = group.members.front().arrival};
}

}  // namespace vitalstream::net
