#include "tests/sim/laws/invented_references.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "consensus/types/limits.hpp"
#include "tests/sim/quiet.hpp"

namespace vitalstream::sim {
namespace {

using namespace consensus;

constexpr ProcessId kUnheard{0};
// A view that is given up takes three Delta, twice as many after another one (C18), and what comes
// between them must fit in as well.
constexpr std::int64_t kDeltasOfOneLost = 3;
constexpr Duration kMargin = milliseconds(150);
constexpr std::size_t kProbes = 40;
// From when an honest leader sends a proposal until who lacks a batch of it asks: a message, the
// checks, and the moment in which the batch may come by itself.
constexpr Duration kAskedWithin = milliseconds(20);

// Invents the beginning of a new incarnation of its own lane: nobody can tell that it is not there.
class Inventor final : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "inventor"; }
  [[nodiscard]] bool votes_beside_its_record() const override { return true; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    if (message_of<Vote>(outgoing) != nullptr) {
      return {};
    }
    const auto* proposal = message_of<Proposal>(outgoing);
    if (proposal == nullptr) {
      return {outgoing};
    }
    const std::uint64_t view = proposal->vote.subject.view.value();
    Block block = proposal->block;
    block.references.clear();
    for (std::uint64_t i = 1; i <= kBlockReferencesMax; ++i) {
      block.references.push_back({context.validators->at(context.self).id,
                                  Incarnation{(std::uint64_t{1} << 62) + view}, Sequence{i},
                                  invent(view * (kBlockReferencesMax + 1) + i)});
    }
    return {{outgoing.to, make_packet(context.propose(*proposal, std::move(block)))}};
  }

 private:
  static BatchDigest invent(std::uint64_t number) {
    const std::uint64_t chance = mix64(number);
    Hash32 digest{};
    for (std::size_t byte = 0; byte < sizeof(chance); ++byte) {
      digest[byte] = static_cast<std::uint8_t>(chance >> (8 * byte));
    }
    return BatchDigest{digest};
  }
};

// The one that lacks what the first validator has closed: what it is told of that, and asks for.
class Deaf {
 public:
  explicit Deaf(Cluster& cluster) : cluster_(cluster), id_(cluster.size() - 1) {
    cluster.network().set_filter([this](ProcessId from, const Outgoing& outgoing) {
      if (from.value() == id_) {
        note_request(outgoing);
      } else if (outgoing.to.value() == id_ && !is_byzantine(from)) {
        note_proposal(outgoing);
      }
      return is_heard(from, outgoing);
    });
  }
  Deaf(const Deaf&) = delete;
  Deaf& operator=(const Deaf&) = delete;

  // So often it asked for what an honest leader had named, and after so long at most.
  [[nodiscard]] std::size_t fetched() const { return fetched_; }
  [[nodiscard]] Duration longest() const { return longest_; }

 private:
  bool is_byzantine(ProcessId process) { return cluster_.process(process.value()).is_byzantine(); }
  void note_proposal(const Outgoing& outgoing) {
    const auto* proposal = message_of<Proposal>(outgoing);
    if (proposal == nullptr) {
      return;
    }
    for (const BatchRef& reference : proposal->block.references) {
      const bool is_carried = std::ranges::any_of(
          outgoing.packet->batches,
          [&](const BatchPtr& batch) { return batch->digest == reference.digest; });
      if (!is_carried && !cluster_.process(id_).disk().holds_batch(reference.digest)) {
        named_.emplace(reference.digest, cluster_.now());
      }
    }
  }
  void note_request(const Outgoing& outgoing) {
    const auto* request = message_of<BatchRequest>(outgoing);
    if (request == nullptr) {
      return;
    }
    for (const BatchDigest& digest : request->digests) {
      const auto named = named_.find(digest);
      if (asked_.insert(digest).second && named != named_.end()) {
        fetched_ += 1;
        longest_ = std::max(longest_, cluster_.now() - named->second);
      }
    }
  }
  [[nodiscard]] bool is_heard(ProcessId from, const Outgoing& outgoing) const {
    return from != kUnheard || outgoing.to.value() != id_ || outgoing.packet->message ||
           std::ranges::all_of(outgoing.packet->batches, [this](const BatchPtr& batch) {
             return asked_.contains(batch->digest);
           });
  }

  Cluster& cluster_;
  std::size_t id_;
  std::map<BatchDigest, Instant> named_;
  std::set<BatchDigest> asked_;
  std::size_t fetched_ = 0;
  Duration longest_{0};
};

struct LostViews {
  std::uint64_t of_liars = 0;
  std::uint64_t of_honest = 0;
};

LostViews lost_views(Cluster& cluster) {
  const auto views = cluster.process(cluster.size() - 1).status().replica.views;
  LostViews lost;
  for (std::size_t i = 0; i < views.nullified.size(); ++i) {
    (cluster.process(i).is_byzantine() ? lost.of_liars : lost.of_honest) += views.nullified[i];
  }
  return lost;
}

}  // namespace

std::string why_the_honest_wait(std::size_t validators, std::uint64_t seed) {
  ClusterOptions options = quiet(validators);
  // Its commitments outlast the story: who invents is shown its inventions by whoever commits anew.
  options.parameters.ask_period = seconds(500);
  options.parameters.use = seconds(1'000);
  options.parameters.hold = seconds(1'500);
  options.seed = seed;
  Cluster cluster(options);
  start_all(cluster, options.parameters.ask_period);
  const std::size_t liars = cluster.environment().validators.faulty_max();
  for (std::size_t i = 1; i <= liars; ++i) {
    cluster.process(i).set_actor(std::make_unique<Inventor>());
  }
  const Deaf deaf(cluster);
  const LostViews before = lost_views(cluster);
  const auto doublings = std::int64_t{1} << liars;
  const Duration given_up = options.parameters.delta_floor * (kDeltasOfOneLost * (doublings - 1));
  const Duration limit{given_up.value() + kMargin.value()};
  for (std::size_t i = 0; i < kProbes; ++i) {
    if (!is_ordered(cluster, kUnheard.value(), limit)) {
      return "transaction " + std::to_string(i) + " waits for longer than the liars' views take";
    }
  }
  const LostViews after = lost_views(cluster);
  if (after.of_liars == before.of_liars || deaf.fetched() == 0) {
    return "no liar has led a view, or nothing had to be fetched";
  }
  if (deaf.longest() > kAskedWithin) {
    return "what is there was asked for after " + std::to_string(deaf.longest().value() / 1'000) +
           " ms";
  }
  return after.of_honest > before.of_honest ? "views of honest leaders were lost"
                                            : first_violation(cluster);
}

}  // namespace vitalstream::sim
