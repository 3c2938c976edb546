#pragma once
// Newcomers: the connections that have not asked anything yet, and who of them gives way when
// somebody else comes and all places are taken: the oldest of the address that holds most of them
// (of several such addresses, the oldest of all). So whoever connects and says nothing can keep
// nobody out, and a crowd displaces itself before it displaces others. Every call takes time
// logarithmic in their number. Pure; the RPC thread.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>

#include "net/rpc/api_types.hpp"

namespace vitalstream::net {

class Newcomers {
  struct Member;
  struct Group;
  struct Rank;
  using Members = std::list<Member>;
  using Groups = std::map<RpcOrigin, Group>;
  using Ranking = std::map<Rank, const Group*>;

  struct Member {
    std::uint64_t arrival = 0;
    std::uint32_t slot = 0;
  };
  struct Group {
    Members members;  // the oldest first
  };
  // The first is the next that gives way. No two are equal: each arrival is one member's.
  struct Rank {
    std::size_t members = 0;
    std::uint64_t oldest = 0;
    friend bool operator<(const Rank& a, const Rank& b) noexcept {
      return a.members != b.members ? a.members > b.members : a.oldest < b.oldest;
    }
  };

 public:
  // Of one member, until it leaves.
  class Ticket {
    friend class Newcomers;
    Ticket(Groups::iterator group, Members::iterator member) : group_(group), member_(member) {}
    Groups::iterator group_;
    Members::iterator member_;
  };

  // `slot` is what next_to_go() returns. Where there is no memory, nothing has changed.
  [[nodiscard]] Ticket enter(const RpcOrigin& address, std::uint32_t slot);
  void leave(Ticket ticket) noexcept;
  [[nodiscard]] std::optional<std::uint32_t> next_to_go() const noexcept;
  [[nodiscard]] std::size_t count() const noexcept { return count_; }

 private:
  [[nodiscard]] static Rank rank_of(const Group& group) noexcept;

  std::uint64_t arrivals_ = 0;
  std::size_t count_ = 0;
  Groups groups_;
  Ranking ranking_;
};

}  // namespace vitalstream::net
