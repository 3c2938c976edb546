#include "net/p2p/stranger_places.hpp"

#include "base/assert.hpp"

namespace vitalstream::net {

StrangerPlaces::StrangerPlaces(std::size_t total_max, std::size_t per_group_max)
    : total_max_(total_max), per_group_max_(per_group_max) {
  VS_ASSERT(total_max > 0 && per_group_max > 0);
}

StrangerPlaces::Taken StrangerPlaces::take(const AddressGroup& group) {
  Taken taken;
  taken.gone = who_goes(group);
  if (taken.gone) {
    give_back(*taken.gone);
  }
  taken.place = next_++;
  groups_.emplace(taken.place, group);
  places_[group].insert(taken.place);
  return taken;
}

std::optional<StrangerPlaces::Place> StrangerPlaces::take_away() {
  if (groups_.empty()) {
    return std::nullopt;
  }
  const Place oldest = oldest_of_largest();
  give_back(oldest);
  return oldest;
}

void StrangerPlaces::give_back(Place place) {
  const auto found = groups_.find(place);
  if (found == groups_.end()) {
    return;
  }
  const auto group = places_.find(found->second);
  VS_ASSERT(group != places_.end());
  group->second.erase(place);
  if (group->second.empty()) {
    places_.erase(group);
  }
  groups_.erase(found);
}

std::optional<StrangerPlaces::Place> StrangerPlaces::who_goes(const AddressGroup& newcomer) const {
  const auto own = places_.find(newcomer);
  if (own != places_.end() && own->second.size() >= per_group_max_) {
    return *own->second.begin();
  }
  if (groups_.size() >= total_max_) {
    return oldest_of_largest();
  }
  return std::nullopt;
}

StrangerPlaces::Place StrangerPlaces::oldest_of_largest() const {
  const std::set<Place>* chosen = nullptr;
  for (const auto& [group, places] : places_) {
    const bool is_better = chosen == nullptr || places.size() > chosen->size() ||
                           (places.size() == chosen->size() && *places.begin() < *chosen->begin());
    if (is_better) {
      chosen = &places;
    }
  }
  VS_ASSERT(chosen != nullptr);
  return *chosen->begin();
}

}  // namespace vitalstream::net
