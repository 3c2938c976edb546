#pragma once
// Chaos: the faults of one seed. Every seed draws its own rates, so that some runs have none of a
// fault and some a lot; then faults strike at random moments until they are called off.

#include "tests/sim/cluster.hpp"

namespace vitalstream::sim {

struct FaultRates {
  LinkRates links;
  MachineSpeed speed;
  Duration mean_gap{0};  // between faults; zero: none
  double crash = 0;      // shares of the faults that strike
  double power_cut = 0;
  double partition = 0;
  double clog = 0;
  double freeze = 0;
  double clock = 0;
  bool may_lose_disk = false;
  std::size_t actors = 0;
  Duration load_gap = milliseconds(2);
};

[[nodiscard]] FaultRates draw_rates(Prng& prng, std::size_t faulty_max);

class Chaos {
 public:
  Chaos(Cluster& cluster, FaultRates rates, Prng prng);
  // Actors into processes, rates into links; then the first fault.
  void unleash();
  void call_off() { is_off_ = true; }
  [[nodiscard]] bool has_lost_disk() const { return disk_lost_; }

 private:
  void next();
  void strike();
  void crash(std::size_t number);
  [[nodiscard]] bool may_lose_disk(std::size_t number) const;
  void partition();
  void clog();

  Cluster& cluster_;
  FaultRates rates_;
  Prng prng_;
  bool is_off_ = false;
  bool disk_lost_ = false;
};

}  // namespace vitalstream::sim
