#include "tests/sim/laws/pace.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "tests/sim/quiet.hpp"

namespace vitalstream::sim {
namespace {

using namespace consensus;

// A leader that proposes so late is not given up yet, at two Delta (C2).
constexpr std::int64_t kLastMomentTenthsOfDelta = 18;

// What its engine proposes leaves as late as it may; the clock of the cluster is its own.
class LastMoment final : public Actor {
 public:
  LastMoment(Cluster& cluster, std::size_t self) : cluster_(cluster), self_(self) {}
  [[nodiscard]] std::string_view name() const override { return "leader at the last moment"; }

  std::vector<Outgoing> on_send(const ActorContext&, const Outgoing& outgoing) override {
    if (message_of<Proposal>(outgoing) == nullptr) {
      return {outgoing};
    }
    const Duration delta = cluster_.process(self_).status().replica.delta;
    const Duration wait{delta.value() * kLastMomentTenthsOfDelta / 10};
    cluster_.queue().after(wait, [this, outgoing] {
      cluster_.network().send(cluster_.process(self_).id(), outgoing);
    });
    return {};
  }

 private:
  Cluster& cluster_;
  std::size_t self_;
};

class NeverProposes final : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "leader without proposals"; }

  std::vector<Outgoing> on_send(const ActorContext&, const Outgoing& outgoing) override {
    return message_of<Proposal>(outgoing) == nullptr ? std::vector{outgoing}
                                                     : std::vector<Outgoing>{};
  }
};

std::unique_ptr<Actor> make_liar(Lie lie, Cluster& cluster, std::size_t self) {
  if (lie == Lie::NeverProposes) {
    return std::make_unique<NeverProposes>();
  }
  return std::make_unique<LastMoment>(cluster, self);
}

Duration largest_delta(Cluster& cluster) {
  Duration delta{0};
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    if (!cluster.process(i).is_byzantine()) {
      delta = std::max(delta, cluster.process(i).status().replica.delta);
    }
  }
  return delta;
}

std::uint64_t views_lost(Cluster& cluster) {
  std::uint64_t lost = 0;
  for (const std::uint64_t of_one : cluster.process(0).status().replica.views.nullified) {
    lost += of_one;
  }
  return lost;
}

std::string text(Duration delta) { return std::to_string(delta.value() / 1'000) + " ms"; }

// A view is proposal, votes and their durability; a typical one is what Delta follows.
constexpr std::int64_t kMessagesInDelta = 4;

LinkRates slow_links() {
  LinkRates rates;
  rates.delay_min = milliseconds(150);
  rates.delay_max = milliseconds(250);
  return rates;
}

}  // namespace

std::string why_liars_set_the_pace(Lie lie, std::size_t validators, std::uint64_t seed) {
  ClusterOptions options = quiet(validators);
  options.seed = seed;
  Cluster cluster(options);
  start_all(cluster);
  const std::size_t liars = cluster.environment().validators.faulty_max();
  for (std::size_t i = 1; i <= liars; ++i) {
    cluster.process(i).set_actor(make_liar(lie, cluster, i));
  }
  cluster.load(milliseconds(5));
  const Duration bound = options.parameters.delta_floor * (std::int64_t{1} << liars);
  constexpr int kLooks = 1'000;
  for (int look = 0; look < kLooks; ++look) {
    cluster.run_for(milliseconds(20));
    if (largest_delta(cluster) > bound) {
      return "Delta has come to " + text(largest_delta(cluster));
    }
  }
  // Each of the f has one view in a row, of three Delta at most.
  constexpr std::int64_t kDeltasOfAView = 3;
  const Duration limit = bound * kDeltasOfAView * static_cast<std::int64_t>(liars + 1);
  for (std::size_t i = 0; i < 2 * validators; ++i) {
    if (!is_ordered(cluster, liars + 1, limit)) {
      return "a transaction waits for longer than " + text(limit);
    }
  }
  return first_violation(cluster);
}

std::string why_a_slow_network_stands(std::size_t validators, std::uint64_t seed) {
  ClusterOptions options = quiet(validators);
  options.seed = seed;
  Cluster cluster(options);
  cluster.network().set_rates(slow_links());
  start_all(cluster, seconds(10));
  cluster.load(milliseconds(20));
  cluster.run_for(seconds(20));
  const std::uint64_t lost = views_lost(cluster);
  const std::uint64_t height = cluster.best_height();
  cluster.run_for(seconds(20));
  const Duration found = largest_delta(cluster);
  if (cluster.best_height() < height + 20) {
    return "no blocks, with a Delta of " + text(found);
  }
  if (views_lost(cluster) > lost) {
    return std::to_string(views_lost(cluster) - lost) + " views are still lost, with a Delta of " +
           text(found);
  }
  if (found > slow_links().delay_max * kMessagesInDelta) {
    return "Delta has gone on to " + text(found);
  }
  cluster.network().set_rates({});
  const bool is_back = cluster.run_until(
      [&] { return largest_delta(cluster) == options.parameters.delta_floor; }, seconds(20));
  return is_back ? first_violation(cluster) : "Delta stays at " + text(largest_delta(cluster));
}

}  // namespace vitalstream::sim
