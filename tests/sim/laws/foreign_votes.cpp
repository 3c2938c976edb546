#include "tests/sim/laws/foreign_votes.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "tests/sim/quiet.hpp"

namespace vitalstream::sim {
namespace {

using namespace consensus;

constexpr std::size_t kOwner = 0;
constexpr std::size_t kThief = 3;
constexpr ValidatorIndex kOwnerIndex{0};
constexpr ValidatorIndex kThiefIndex{3};
// Further than the owner gets while it is being shown one.
constexpr std::uint64_t kFarViews = 1'000;

// It keeps showing votes, because the view of one may be decided before it arrives.
class Thief final : public Actor {
 public:
  explicit Thief(Shown how) : how_(how) {}
  [[nodiscard]] std::string_view name() const override { return "thief of a key"; }

  void stop() { is_over_ = true; }
  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    if (is_over_ || outgoing.to.value() != kOwner) {
      return {outgoing};
    }
    const auto* certificate = message_of<Certificate>(outgoing);
    if (how_ == Shown::InACertificate && certificate != nullptr) {
      return {{outgoing.to, make_packet(with_a_stolen_vote(context, *certificate))}};
    }
    const auto* answer = message_of<Answer>(outgoing);
    if (how_ != Shown::InACertificate && answer != nullptr && answer->asker == kOwnerIndex) {
      return {{outgoing.to, make_packet(with_a_stolen_vote(context, *answer))}};
    }
    return {outgoing};
  }

 private:
  static Vote steal(const VoteSubject& subject) {
    const SimKey stolen = validator_key(kOwnerIndex);
    return {subject, kOwnerIndex, stolen.sign(signing_bytes(sim_genesis(), subject))};
  }
  // In place of its own vote, in a view of which the owner has no proposal.
  static Certificate with_a_stolen_vote(const ActorContext& context, Certificate certificate) {
    const VoteSubject& subject = certificate.subject;
    const ValidatorIndex leader = context.validators->leader(subject.view);
    const bool is_hidden = leader != kOwnerIndex && leader != kThiefIndex;
    const bool has_owner = std::ranges::any_of(
        certificate.signatures, [](const auto& one) { return one.signer == kOwnerIndex; });
    if (subject.kind == VoteKind::Notarize && is_hidden && !has_owner) {
      certificate.signatures.pop_back();
      certificate.signatures.insert(certificate.signatures.begin(),
                                    {kOwnerIndex, steal(subject).signature});
    }
    return certificate;
  }
  // Beside what the owner has voted for in its newest view, or far above that.
  Message with_a_stolen_vote(const ActorContext& context, Answer answer) const {
    if (!answer.shown.empty()) {
      const std::uint64_t newest = answer.shown.front().subject.view.value();
      const View view{newest + (how_ == Shown::BeyondTheRecord ? kFarViews : 0)};
      answer.shown = {steal(make_nullify(answer.epoch, view))};
    }
    return sign_statement(*context.process, answer);
  }

  Shown how_;
  bool is_over_ = false;
};

// What the owner says, and what it hears.
class Ears {
 public:
  explicit Ears(Cluster& cluster) {
    cluster.network().set_filter([this](ProcessId from, const Outgoing& outgoing) {
      votes_ += from.value() == kOwner && is_vote(outgoing) ? 1U : 0U;
      const bool is_hidden = outgoing.to.value() == kOwner && from.value() != kThief &&
                             (is_vote(outgoing) || tells_of_votes(outgoing));
      return !(listens_to_the_thief_ && is_hidden);
    });
  }
  Ears(const Ears&) = delete;
  Ears& operator=(const Ears&) = delete;

  // Of views, from now on, it hears from the thief alone; or from everybody.
  void listen_to_the_thief(bool alone) { listens_to_the_thief_ = alone; }
  // How many votes the owner has sent since this was asked.
  std::size_t votes() { return std::exchange(votes_, 0U); }

 private:
  static bool is_vote(const Outgoing& outgoing) {
    return message_of<Vote>(outgoing) != nullptr || message_of<Proposal>(outgoing) != nullptr;
  }
  static bool tells_of_votes(const Outgoing& outgoing) {
    return message_of<Certificate>(outgoing) != nullptr ||
           message_of<StuckReport>(outgoing) != nullptr;
  }

  bool listens_to_the_thief_ = false;
  std::size_t votes_ = 0;
};

bool has_ended(Cluster& cluster) {
  const auto& replica = cluster.process(kOwner).status().replica;
  return replica.halt_reason.has_value() || replica.record == RecordState::Revoked;
}

}  // namespace

std::string why_it_signs_on(Shown how, std::uint64_t seed) {
  ClusterOptions options = quiet();
  options.seed = seed;
  Cluster cluster(options);
  cluster.expect_halts();
  Ears ears(cluster);
  start_all(cluster);
  cluster.load(milliseconds(5));
  cluster.run_for(seconds(1));
  auto actor = std::make_unique<Thief>(how);
  Thief& thief = *actor;
  cluster.process(kThief).set_actor(std::move(actor));
  ears.listen_to_the_thief(how == Shown::InACertificate);
  if (!cluster.run_until([&] { return has_ended(cluster); }, seconds(20))) {
    return "it goes on with a second signer beside it";
  }
  ears.listen_to_the_thief(false);
  thief.stop();
  cluster.run_for(milliseconds(10));  // what was on its way to the disk
  std::ignore = ears.votes();
  cluster.run_for(seconds(1));
  cluster.process(kOwner).crash();
  cluster.run_for(milliseconds(100));
  cluster.boot(kOwner);
  const std::uint64_t height = cluster.best_height();
  cluster.run_for(seconds(5));
  if (ears.votes() > 0 || !has_ended(cluster)) {
    return "it has ended, and signs again";
  }
  return cluster.best_height() < height + 10 ? "the others do not go on"
                                             : first_violation(cluster);
}

}  // namespace vitalstream::sim
