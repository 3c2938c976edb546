// The part of Cluster that starts one validator twice: which of the two has whose session.
#include <algorithm>

#include "tests/sim/cluster.hpp"

namespace vitalstream::sim {

using consensus::ValidatorIndex;

bool Cluster::has_second_self(ValidatorIndex index) const {
  return std::ranges::find(second_selves_, index) != second_selves_.end();
}

std::size_t Cluster::second_self_of(std::size_t number) const {
  std::size_t other = number;
  for (std::size_t i = 0; i < size(); ++i) {
    if (i != number && processes_[i]->index() == processes_[number]->index()) {
      other = i;
    }
  }
  return other;
}

// The newer session of an identity is refused while the older one lives, and nobody dials itself.
bool Cluster::may_meet(const Process& one, const Process& other) const {
  const auto has_place = [&](const Process& at, const Process& newcomer) {
    if (!has_second_self(newcomer.index())) {
      return true;
    }
    const Process& self = *processes_[second_self_of(newcomer.id().value())];
    const auto place = places_.find(at.id().value());
    const bool is_free = !at.is_connected_to(self.id()) && !self.is_connected_to(at.id());
    return is_free && (place == places_.end() || place->second == newcomer.id());
  };
  const bool is_itself = has_second_self(one.index()) && one.index() == other.index();
  return !is_itself && has_place(one, other) && has_place(other, one);
}

void Cluster::give_place(std::size_t peer, std::size_t self) {
  Process& leaver = process(second_self_of(self));
  Process& at = process(peer);
  places_[peer] = process(self).id();
  leaver.disconnect(at.id(), at.index());
  const MachineSpeed& speed = environment_.speed;
  const Duration on_its_way{network_.longest_delay().value() + speed.sync_max.value() +
                            speed.verify_max.value()};
  queue_.after(on_its_way * 2, [this, peer, gone = leaver.id(), index = leaver.index()] {
    process(peer).disconnect(gone, index);
    reconnect();
  });
}

}  // namespace vitalstream::sim
