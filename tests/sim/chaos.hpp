#pragma once
// Chaos: the faults of one seed. Every seed draws its own rates, so that some runs have none of a
// fault and some a lot; then faults strike at random moments until they are called off.

#include <optional>

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
  // At the end every link loses all for so long, and no session ends of it.
  Duration blackout{0};
  bool second_self = false;  // nothing else goes wrong but what a session survives
  Duration load_gap = milliseconds(2);
};

[[nodiscard]] FaultRates draw_rates(Prng& prng, std::size_t faulty_max);
// A second self of a validator is started, and sessions go from one to the other. A vote that its
// session loses cannot be known to the next one: so nothing is lost here (C15).
[[nodiscard]] FaultRates with_second_self(FaultRates rates, Prng& prng);

class Chaos {
 public:
  Chaos(Cluster& cluster, FaultRates rates, Prng prng);
  // Actors into processes, rates into links; then the first fault.
  void unleash();
  void call_off();
  [[nodiscard]] std::optional<std::size_t> lost_disk() const { return lost_disk_; }

 private:
  void next();
  void strike();
  void crash(std::size_t number);
  [[nodiscard]] bool may_lose_disk(std::size_t number) const;
  void partition();
  void clog();
  void use_second_self();
  void start_both(std::size_t first, std::size_t second);
  [[nodiscard]] bool is_over(std::size_t self) const;

  Cluster& cluster_;
  FaultRates rates_;
  Prng prng_;
  bool is_off_ = false;
  std::optional<std::size_t> lost_disk_;
  bool starts_both_ = false;
  std::optional<Disk> copy_;  // of the disk of a validator that is started twice
};

}  // namespace vitalstream::sim
