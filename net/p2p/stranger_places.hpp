#pragma once
// StrangerPlaces: who may be in front of its hello, and who goes when somebody else comes. A
// newcomer always gets a place: whoever would have to wait for one could be kept out for ever by
// others who say nothing. Pure; the door's strand.
//
// P1. Where the newcomer's address group holds its share already, the oldest of that group goes.
// P2. Else, where all places are taken, the oldest of the group that holds most places goes (of
//     several such groups, the oldest of all): a crowd displaces itself before it displaces others.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "net/p2p/address_group.hpp"

namespace vitalstream::net {

class StrangerPlaces {
 public:
  // Ascending by age: the lower came first.
  using Place = std::uint64_t;

  struct Taken {
    Place place = 0;
    std::optional<Place> gone;  // has lost its place; its connection is to be closed
  };

  // Both are at least 1.
  StrangerPlaces(std::size_t total_max, std::size_t per_group_max);

  [[nodiscard]] Taken take(const AddressGroup& group);
  // Takes the place of the oldest of the largest group, for want of descriptors.
  [[nodiscard]] std::optional<Place> take_away();
  // Nothing happens if it is lost already.
  void give_back(Place place);
  [[nodiscard]] bool holds(Place place) const { return groups_.contains(place); }
  [[nodiscard]] std::size_t taken() const { return groups_.size(); }

 private:
  [[nodiscard]] std::optional<Place> who_goes(const AddressGroup& newcomer) const;
  [[nodiscard]] Place oldest_of_largest() const;

  std::size_t total_max_;
  std::size_t per_group_max_;
  Place next_ = 1;
  std::map<Place, AddressGroup> groups_;
  std::map<AddressGroup, std::set<Place>> places_;
};

}  // namespace vitalstream::net
