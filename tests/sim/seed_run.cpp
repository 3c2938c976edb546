#include "tests/sim/seed_run.hpp"

#include <algorithm>
#include <array>

#include "tests/sim/chaos.hpp"
#include "tests/sim/owed_progress.hpp"

namespace vitalstream::sim {
namespace {

// The safety phase ends at this height or time, whichever comes first.
constexpr std::uint64_t kSafetyHeight = 90;
constexpr Duration kSafetyTime = seconds(8);
// Liveness L1: so many blocks within so much time once all is well. Timers may have grown up to the
// cap of Delta and lost replicas have to catch up first.
constexpr std::uint64_t kProgressBlocks = 10;
constexpr Duration kProgressTime = seconds(30);
constexpr std::uint64_t kHeights = 100;
constexpr Duration kLengthTime = seconds(5);
constexpr Duration kCatchUpTime = seconds(20);
// Of the seeds so many have a validator that is started twice; C14: so long one of the two may take
// to see it, while the other has all peers but one and there is something to order.
constexpr double kSecondSelves = 0.08;
constexpr Duration kSeenTime = seconds(10);
// Where progress is not owed, there is still time for what must never happen.
constexpr Duration kQuietTime = seconds(3);

// The processes that live in the liveness phase: all honest ones, less as many as f still allows. A
// validator that has to ask needs answers from 2f+1 others, so then nobody stays dead and the
// Byzantine ones reform.
std::vector<std::size_t> choose_living(Cluster& cluster, Prng& prng, bool all_needed) {
  std::vector<std::size_t> living;
  std::set<consensus::ValidatorIndex> faulty;
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    const consensus::ValidatorIndex index = cluster.process(i).index();
    if (cluster.process(i).is_byzantine() || cluster.has_second_self(index)) {
      faulty.insert(index);
    } else {
      living.push_back(i);
    }
  }
  const std::size_t spare = cluster.environment().validators.faulty_max() - faulty.size();
  prng.shuffle(living);
  if (!all_needed) {
    living.resize(living.size() - prng.below(spare + 1));
  }
  std::ranges::sort(living);
  return living;
}

void settle(Cluster& cluster, const std::vector<std::size_t>& living, Prng& prng, bool all_needed) {
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    const bool lives = std::ranges::binary_search(living, i);
    Process& process = cluster.process(i);
    if (all_needed && process.is_byzantine()) {
      if (process.votes_beside_its_record()) {
        process.crash();
        process.lose_disk();
      }
      process.reform();
      cluster.restart_after(i, milliseconds(1));
    } else if (!lives && process.is_running() && (!process.is_byzantine() || prng.chance(0.3))) {
      process.crash();
    }
  }
  cluster.calm();
  for (const std::size_t i : living) {
    if (!cluster.process(i).is_running()) {
      cluster.boot(i);
    }
  }
}

std::uint64_t lowest(const Cluster& cluster, const std::vector<std::size_t>& living) {
  std::uint64_t height = cluster.best_height();
  for (const std::size_t i : living) {
    height = std::min(height, cluster.height(i));
  }
  return height;
}

// In half of the seeds some validators, or all, sign by delegation. Ranges are short, so that a run
// renews many of them.
void delegate_some(Cluster& cluster, Prng prng) {
  const double share = prng.chance(0.5) ? 0 : prng.unit();
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    if (prng.chance(share)) {
      cluster.process(i).delegate_votes(static_cast<std::uint64_t>(prng.between(4, 40)));
    }
  }
}

std::uint64_t delegations(Cluster& cluster) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    sum += cluster.process(i).delegations();
  }
  return sum;
}

// Liveness L1, L2, L3.
void require_progress(Cluster& cluster, const std::vector<std::size_t>& living) {
  const std::uint64_t goal = cluster.best_height() + kProgressBlocks;
  const bool progressed = cluster.run_until(
      [&] { return cluster.best_height() >= goal || !cluster.violations().empty(); },
      kProgressTime);
  if (!progressed) {
    cluster.tell_status();
    cluster.mutable_violations().report("L1", "no ten blocks within the time after healing: " +
                                                  std::to_string(cluster.best_height()) + " of " +
                                                  std::to_string(goal));
    return;
  }
  // More of the same, so that every history has some length.
  std::ignore = cluster.run_until(
      [&] { return cluster.best_height() >= kHeights || !cluster.violations().empty(); },
      kLengthTime);
  const std::uint64_t reached = cluster.best_height();
  const bool caught_up = cluster.run_until(
      [&] { return lowest(cluster, living) >= reached || !cluster.violations().empty(); },
      kCatchUpTime);
  if (!caught_up) {
    cluster.tell_status();
    for (const std::size_t i : living) {
      if (cluster.height(i) < reached) {
        cluster.mutable_violations().report(
            "L2", "process " + std::to_string(i) + " stays behind at height " +
                      std::to_string(cluster.height(i)) + " of " + std::to_string(reached));
      }
    }
  }
}

// C14: of two processes with one key one halts, or finds out that its record may not be trusted,
// unless the others are so divided between them that neither signs anything (C15).
void require_one_to_see(Cluster& cluster) {
  const std::size_t second = cluster.size() - 1;
  const std::size_t first = cluster.second_self_of(second);
  if (!cluster.process(second).is_running()) {
    return;
  }
  const std::size_t lone_peer = first == 0 ? 1 : 0;
  for (std::size_t peer = 0; peer < second; ++peer) {
    cluster.give_place(peer, peer == lone_peer ? second : first);
  }
  const auto has_seen = [&](std::size_t number) {
    if (cluster.has_halted(number)) {
      return true;
    }
    const consensus::ReplicaStatus replica = cluster.process(number).status().replica;
    return replica.record != consensus::RecordState::Established;
  };
  const auto is_without_right = [&](std::size_t number) {
    return cluster.process(number).status().replica.looking_back;
  };
  const bool seen = cluster.run_until(
      [&] { return has_seen(first) || has_seen(second) || !cluster.violations().empty(); },
      kSeenTime);
  if (!seen && !(is_without_right(first) && is_without_right(second))) {
    cluster.mutable_violations().report("L4", "two processes with one key, and neither sees it");
  }
  cluster.process(first).crash();
  cluster.process(second).crash();
}

void finish_seed(Cluster& cluster, Chaos& chaos, Prng& prng, bool& owed_progress) {
  const WithoutVotes without = count_without_votes(cluster, chaos.lost_disk());
  owed_progress = owes_progress(without, cluster.environment().validators.faulty_max());
  const bool all_needed = without.honest > 0 && owed_progress;
  const std::vector<std::size_t> living = choose_living(cluster, prng, all_needed);
  settle(cluster, living, prng, all_needed);
  if (owed_progress) {
    require_progress(cluster, living);
  } else {
    cluster.run_for(kQuietTime);
  }
  cluster.check_answers_kept();
}

}  // namespace

SeedResult run_seed(const SeedOptions& options) {
  ClusterOptions cluster_options;
  cluster_options.seed = options.seed;
  cluster_options.validators = options.validators;
  cluster_options.prints = options.prints;
  cluster_options.parameters.retry = milliseconds(100);
  // C15 a good deal faster than in the field, or a run would be waiting most of its time.
  cluster_options.parameters.ask_period = milliseconds(50);
  cluster_options.parameters.use = milliseconds(200);
  cluster_options.parameters.hold = milliseconds(300);
  Prng doubles = Prng(options.seed).fork("second self");
  const bool is_double = doubles.chance(kSecondSelves);
  if (is_double) {
    cluster_options.second_selves = {
        consensus::ValidatorIndex{static_cast<std::uint16_t>(doubles.below(options.validators))}};
  }
  Cluster cluster(cluster_options);
  cluster.environment().faults = options.faults;
  delegate_some(cluster, cluster.fork("delegation"));
  Prng prng = cluster.fork("chaos");
  const FaultRates rates = draw_rates(prng, cluster.environment().validators.faulty_max());
  Chaos chaos(cluster, is_double ? with_second_self(rates, doubles) : rates, prng.fork("strikes"));
  chaos.unleash();
  cluster.boot_all();
  std::ignore = cluster.run_until(
      [&] { return cluster.best_height() >= kSafetyHeight || !cluster.violations().empty(); },
      kSafetyTime);
  chaos.call_off();
  cluster.trace().say(cluster.now(), 0, "liveness phase begins");
  if (is_double) {
    require_one_to_see(cluster);
  }
  SeedResult result;
  finish_seed(cluster, chaos, prng, result.owed_progress);
  result.trace_hash = cluster.trace_hash();
  result.height = cluster.best_height();
  result.events = cluster.events();
  result.answered = cluster.answered();
  result.evidence = cluster.evidence_count();
  result.delegations = delegations(cluster);
  result.violations = cluster.violations().all();
  return result;
}

std::size_t validators_of(std::uint64_t seed) {
  constexpr std::array<std::size_t, 8> kSizes{4, 5, 4, 7, 4, 5, 4, 10};
  return kSizes[seed % kSizes.size()];
}

std::string replay_command(const SeedOptions& options) {
  return "simulate --seed " + std::to_string(options.seed) + " --n " +
         std::to_string(options.validators) + " --trace";
}

}  // namespace vitalstream::sim
