#include "tests/sim/laws/foreign_votes.hpp"

#include <algorithm>
#include <memory>
#include <optional>
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

// Whether the owner may not hear this, so that it is shown the vote in time: of views nothing but
// what the thief says, or nothing final, so that it remembers all of them.
bool is_kept_back(Shown how, ProcessId from, const Outgoing& outgoing) {
  if (how != Shown::BeyondTheRecord && message_of<StuckReport>(outgoing) != nullptr) {
    return true;
  }
  const auto* vote = message_of<Vote>(outgoing);
  const auto* certificate = message_of<Certificate>(outgoing);
  switch (how) {
    case Shown::InACertificate:
      return from.value() != kThief && (vote != nullptr || certificate != nullptr ||
                                        message_of<Proposal>(outgoing) != nullptr);
    case Shown::InARememberedView:
      return (vote != nullptr && vote->subject.kind == VoteKind::Finalize) ||
             (certificate != nullptr && certificate->subject.kind == VoteKind::Finalize);
    case Shown::BeyondTheRecord:
      return false;
  }
  return false;
}

// What the owner says, and what it hears.
class Ears {
 public:
  explicit Ears(Cluster& cluster) {
    cluster.network().set_filter([this](ProcessId from, const Outgoing& outgoing) {
      const bool is_vote =
          message_of<Vote>(outgoing) != nullptr || message_of<Proposal>(outgoing) != nullptr;
      votes_ += from.value() == kOwner && is_vote ? 1U : 0U;
      return outgoing.to.value() != kOwner || !shown_ || !is_kept_back(*shown_, from, outgoing);
    });
  }
  Ears(const Ears&) = delete;
  Ears& operator=(const Ears&) = delete;

  void keep_back_for(Shown how) { shown_ = how; }
  void keep_nothing_back() { shown_.reset(); }
  // How many votes the owner has sent since this was asked.
  std::size_t votes() { return std::exchange(votes_, 0U); }

 private:
  std::optional<Shown> shown_;
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
  ears.keep_back_for(how);
  if (!cluster.run_until([&] { return has_ended(cluster); }, seconds(5))) {
    return "it goes on with a second signer beside it";
  }
  ears.keep_nothing_back();
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
  return cluster.best_height() < height + 10 ? "the others do not go on" : first_violation(cluster);
}

}  // namespace vitalstream::sim
