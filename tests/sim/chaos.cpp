#include "tests/sim/chaos.hpp"

#include <algorithm>

namespace vitalstream::sim {
namespace {

// C15: a vote on its way when the right ends arrives before another process can have it.
constexpr Duration kVoteDelayMax = milliseconds(30);

// Half of the seeds are without a fault of some kind; the others have up to `most` of it.
double some(Prng& prng, double most) { return prng.chance(0.5) ? 0 : prng.unit() * most; }

}  // namespace

FaultRates draw_rates(Prng& prng, std::size_t faulty_max) {
  FaultRates rates;
  rates.links.loss = some(prng, 0.05);
  rates.links.duplicate = some(prng, 0.1);
  rates.links.slow = some(prng, 0.1);
  rates.links.delay_max = prng.between(microseconds(300), milliseconds(5));
  rates.links.delay_tail = prng.between(milliseconds(5), milliseconds(200));
  rates.speed.sync_max = prng.between(microseconds(100), milliseconds(4));
  rates.speed.verify_max = prng.between(microseconds(50), milliseconds(1));
  rates.speed.execute_max = prng.between(microseconds(50), milliseconds(5));
  Prng provider = prng.fork("provider");
  rates.speed.provider_max = provider.chance(0.5)
                                 ? microseconds(200)
                                 : provider.between(milliseconds(1), milliseconds(40));
  rates.mean_gap =
      prng.chance(0.15) ? Duration{0} : prng.between(milliseconds(20), milliseconds(300));
  rates.crash = some(prng, 1);
  rates.power_cut = some(prng, 0.2);
  rates.partition = some(prng, 1);
  rates.clog = some(prng, 1);
  rates.freeze = some(prng, 1);
  rates.clock = some(prng, 0.3);
  rates.may_lose_disk = prng.chance(0.2);
  rates.actors = prng.below(faulty_max + 1);
  rates.load_gap = prng.between(microseconds(500), milliseconds(6));
  if (prng.chance(0.2)) {
    rates.blackout = prng.between(milliseconds(50), milliseconds(500));
  }
  return rates;
}

FaultRates with_second_self(FaultRates rates, Prng& prng) {
  FaultRates quiet;
  quiet.links = rates.links;
  quiet.links.loss = 0;
  quiet.links.delay_tail = std::min(quiet.links.delay_tail, kVoteDelayMax);
  quiet.speed = rates.speed;
  quiet.load_gap = rates.load_gap;
  quiet.mean_gap = prng.between(milliseconds(20), milliseconds(300));
  quiet.clock = rates.clock;
  quiet.second_self = true;
  return quiet;
}

Chaos::Chaos(Cluster& cluster, FaultRates rates, Prng prng)
    : cluster_(cluster), rates_(rates), prng_(prng) {}

void Chaos::unleash() {
  cluster_.network().set_rates(rates_.links);
  cluster_.environment().speed = rates_.speed;
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < cluster_.size(); ++i) {
    numbers.push_back(i);
  }
  prng_.shuffle(numbers);
  for (std::size_t i = 0; i < rates_.actors; ++i) {
    const auto kind = static_cast<ActorKind>(prng_.below(kActorKinds));
    cluster_.process(numbers[i]).set_actor(make_actor(kind));
    cluster_.trace().say(
        cluster_.now(), numbers[i],
        "is byzantine: " + std::string(cluster_.process(numbers[i]).actor()->name()));
  }
  cluster_.load(rates_.load_gap);
  if (rates_.mean_gap > Duration{0}) {
    next();
  }
}

void Chaos::call_off() {
  is_off_ = true;
  if (rates_.blackout > Duration{0}) {
    cluster_.trace().say(cluster_.now(), 0, "nothing arrives for a while");
    LinkRates dark = rates_.links;
    dark.loss = 1;
    cluster_.network().set_rates(dark);
    cluster_.run_for(rates_.blackout);
  }
}

void Chaos::next() {
  cluster_.queue().after(prng_.between(milliseconds(1), rates_.mean_gap * 2), [this] {
    if (!is_off_) {
      strike();
      next();
    }
  });
}

void Chaos::strike() {
  if (rates_.second_self) {
    use_second_self();
    return;
  }
  const std::size_t victim = prng_.below(cluster_.size());
  if (prng_.chance(rates_.crash)) {
    crash(victim);
  }
  if (prng_.chance(rates_.power_cut)) {
    for (std::size_t i = 0; i < cluster_.size(); ++i) {
      crash(i);
    }
  }
  if (prng_.chance(rates_.partition)) {
    partition();
  }
  if (prng_.chance(rates_.clog)) {
    clog();
  }
  if (prng_.chance(rates_.freeze)) {
    cluster_.process(victim).freeze_until(cluster_.now() +
                                          prng_.between(milliseconds(1), milliseconds(800)));
  }
  if (prng_.chance(rates_.clock)) {
    cluster_.process(victim).set_clock_skew(prng_.between(-2'000, 2'000));
  }
}

// One validator in a run, because while it has no record it does not count as an answerer, and none
// while another has yet to vote: if more than f must leave out a view, it never ends (C15).
bool Chaos::may_lose_disk(std::size_t number) const {
  if (!rates_.may_lose_disk || lost_disk_ || cluster_.process(number).is_byzantine()) {
    return false;
  }
  for (std::size_t other = 0; other < cluster_.size(); ++other) {
    if (other != number && cluster_.process(other).disk().must_ask()) {
      return false;
    }
  }
  return true;
}

// At once or between two effects of something that it is about to do. Some lose their disk.
void Chaos::crash(std::size_t number) {
  Process& process = cluster_.process(number);
  if (!process.is_running()) {
    return;
  }
  if (prng_.chance(0.5)) {
    process.crash_after(prng_.below(40));
  } else {
    process.crash();
    if (may_lose_disk(number)) {
      lost_disk_ = number;
      process.lose_disk();
      cluster_.trace().say(cluster_.now(), number, "loses its disk");
    }
  }
  cluster_.restart_after(number, prng_.between(milliseconds(1), milliseconds(1'000)));
}

// A copy of the disk is taken, and grows old or not. Then the second self starts with it beside the
// first, or both start at the same moment; and again and again a peer's session goes from one to
// the other.
void Chaos::use_second_self() {
  const std::size_t second = cluster_.size() - 1;
  const std::size_t first = cluster_.second_self_of(second);
  if (starts_both_ || is_over(first) || is_over(second)) {
    return;
  }
  if (!copy_) {
    copy_ = cluster_.process(first).disk();
  } else if (!cluster_.process(second).is_running()) {
    for (std::size_t peer = 0; peer < second; ++peer) {
      cluster_.give_place(peer, first);
    }
    if (prng_.chance(0.3)) {
      cluster_.process(second).take_disk(*copy_);
      cluster_.boot(second);
    } else {
      start_both(first, second);
    }
  } else {
    cluster_.give_place(prng_.below(second), prng_.chance(0.5) ? first : second);
  }
}

// The first one stops in good order: nothing that it has said is lost on the way.
void Chaos::start_both(std::size_t first, std::size_t second) {
  for (std::size_t peer = 0; peer < second; ++peer) {
    cluster_.give_place(peer, second);
  }
  starts_both_ = true;
  cluster_.queue().after(seconds(1), [this, first, second] {
    starts_both_ = false;
    if (is_off_) {
      return;
    }
    cluster_.process(first).crash();
    cluster_.process(second).take_disk(cluster_.process(first).disk());
    for (std::size_t peer = 0; peer < second; ++peer) {
      cluster_.give_place(peer, prng_.chance(0.5) ? first : second);
    }
    cluster_.boot(second);
    // A lane's incarnation is the time of its start, in milliseconds.
    cluster_.restart_after(first, milliseconds(2));
  });
}

bool Chaos::is_over(std::size_t self) const {
  return cluster_.has_halted(self) ||
         (cluster_.process(self).is_running() &&
          cluster_.process(self).status().replica.record == consensus::RecordState::Revoked);
}

void Chaos::partition() {
  std::set<std::size_t> side;
  for (std::size_t i = 0; i < cluster_.size(); ++i) {
    if (prng_.chance(0.5)) {
      side.insert(i);
    }
  }
  if (prng_.chance(0.3)) {
    // Asymmetric: one direction of a few links only.
    for (const std::size_t from : side) {
      cluster_.network().cut(cluster_.process(from).id(),
                             cluster_.process(prng_.below(cluster_.size())).id());
    }
  } else {
    cluster_.partition(side);
  }
  cluster_.queue().after(prng_.between(milliseconds(5), milliseconds(1'500)), [this] {
    if (!is_off_) {
      cluster_.heal();
    }
  });
}

void Chaos::clog() {
  const ProcessId from = cluster_.process(prng_.below(cluster_.size())).id();
  const ProcessId to = cluster_.process(prng_.below(cluster_.size())).id();
  cluster_.network().clog(from, to,
                          cluster_.now() + prng_.between(milliseconds(1), milliseconds(500)));
}

}  // namespace vitalstream::sim
