// A leader that leads badly: nothing, late, two things at once, or blocks that break a rule.
#include <algorithm>
#include <memory>
#include <optional>

#include "consensus/types/limits.hpp"
#include "tests/byzantine/peer/behaviour.hpp"
#include "tests/byzantine/peer/forge.hpp"
#include "tests/byzantine/peer/pace.hpp"

namespace vitalstream::byzantine {
namespace {

using consensus::Block;
using consensus::View;

// The floor of Delta is 50 ms: two of them end a view without a proposal (C2).
constexpr std::int64_t kJustBeforeTheTimerMs = 90;

// A block that breaks one rule of C7, always the same.
class RuleBreaker final : public Behaviour {
 public:
  using Change = void (*)(Block&);
  explicit RuleBreaker(Change change) : change_(change) {}

  void lead(Liar& liar, View view, const Notarized& parent) override {
    Block block = empty_block_on(liar.identity(), parent);
    change_(block);
    liar.propose(sign_proposal(liar.identity(), block, view, parent.view));
  }

 private:
  Change change_;
};

void wrong_log_root(Block& block) { block.header.log_root = consensus::LogRoot{random_hash()}; }
void wrong_log_size(Block& block) { block.header.log_size += 1; }
void wrong_executed_root(Block& block) {
  block.header.executed_root = consensus::ExecutedRoot{random_hash()};
}
void executed_ahead(Block& block) {
  block.header.executed_height = consensus::Height{block.header.height.value() + 1'000};
}
void wrong_height(Block& block) {
  block.header.height = consensus::Height{block.header.height.value() + 1};
}
void unknown_parent(Block& block) { block.header.parent = consensus::BlockDigest{random_hash()}; }
void in_the_future(Block& block) {
  block.header.timestamp = UnixMs{block.header.timestamp.value() + 3'600'000};
}
void not_after_parent(Block& block) { block.header.timestamp = UnixMs{1}; }
void of_another_proposer(Block& block) { block.header.proposer = consensus::ValidatorId{1}; }
void of_another_epoch(Block& block) { block.header.epoch = consensus::Epoch{2}; }
void invented_references(Block& block) {
  for (std::uint64_t i = 1; i <= consensus::kBlockReferencesMax; ++i) {
    block.references.push_back({consensus::ValidatorId{1}, consensus::Incarnation{~0ULL},
                                consensus::Sequence{i}, consensus::BatchDigest{random_hash()}});
  }
}
void same_reference_twice(Block& block) {
  const consensus::BatchRef one{consensus::ValidatorId{1}, consensus::Incarnation{~0ULL},
                                consensus::Sequence{1}, consensus::BatchDigest{random_hash()}};
  block.references = {one, one};
}
void references_of_nobody(Block& block) {
  block.references = {{consensus::ValidatorId{77}, consensus::Incarnation{1},
                       consensus::Sequence{1}, consensus::BatchDigest{random_hash()}}};
}

class NeverProposes final : public Behaviour {
 public:
  void lead(Liar& /*liar*/, View /*view*/, const Notarized& /*parent*/) override {}
};

class Equivocator final : public Behaviour {
 public:
  void lead(Liar& liar, View view, const Notarized& parent) override {
    const Block one = empty_block_on(liar.identity(), parent);
    Block other = one;
    other.header.timestamp = next(one.header.timestamp);
    const auto first = sign_proposal(liar.identity(), one, view, parent.view);
    const auto second = sign_proposal(liar.identity(), other, view, parent.view);
    for (Liar::Victim victim = 0; victim < liar.victims(); ++victim) {
      liar.send(victim, victim % 2 == 0 ? first : second);
      liar.send(victim, victim % 2 == 0 ? second : first);
    }
  }
};

// Each half of the others gets a proposal of its own and never the other one.
class Divider final : public Behaviour {
 public:
  void lead(Liar& liar, View view, const Notarized& parent) override {
    Block block = empty_block_on(liar.identity(), parent);
    for (Liar::Victim victim = 0; victim < liar.victims(); ++victim) {
      block.header.timestamp = next(block.header.timestamp);
      liar.send(victim, sign_proposal(liar.identity(), block, view, parent.view));
    }
  }
};

class ProposesToOne final : public Behaviour {
 public:
  void lead(Liar& liar, View view, const Notarized& parent) override {
    liar.send(0, sign_proposal(liar.identity(), empty_block_on(liar.identity(), parent), view,
                               parent.view));
  }
};

// Just before the others' timer ends, so that the typical time of a view grows.
class ProposesLate final : public Behaviour {
 public:
  void lead(Liar& /*liar*/, View view, const Notarized& parent) override {
    due_ms_ = steady_ms() + kJustBeforeTheTimerMs;
    view_ = view;
    parent_ = parent;
  }
  void on_turn(Liar& liar) override {
    if (parent_ && steady_ms() >= due_ms_) {
      Behaviour::lead(liar, view_, *parent_);
      parent_.reset();
    }
  }

 private:
  std::int64_t due_ms_ = 0;
  View view_;
  std::optional<Notarized> parent_;
};

// Shows its block late to one fewer than all, never to the last one, and never when asked. It stays
// just below what the others bear: their votes make a quorum with its own, and who is left out must
// get the block from them before it is late in the views of others.
class LeavesOneOut final : public Behaviour {
 public:
  void lead(Liar& liar, View view, const Notarized& parent) override {
    if (last_) {
      const bool is_notarized = liar.follower().notarized_in(*last_).has_value();
      wait_ms_ = is_notarized ? wait_ms_ * kLonger : std::max(kShortestMs, wait_ms_ * kShorter);
    }
    last_ = view;
    proposal_ =
        sign_proposal(liar.identity(), empty_block_on(liar.identity(), parent), view, parent.view);
    liar.follower().on_message(*proposal_);
    left_out_ = view.value() / liar.identity().set.size() % liar.victims();
    due_ms_ = steady_ms() + static_cast<std::int64_t>(wait_ms_);
  }
  void on_turn(Liar& liar) override {
    if (!proposal_ || steady_ms() < due_ms_) {
      return;
    }
    for (Liar::Victim victim = 0; victim < liar.victims(); ++victim) {
      if (victim != left_out_) {
        liar.send(victim, *proposal_);
      }
    }
    proposal_.reset();
  }

 private:
  static constexpr double kLonger = 1.15;
  static constexpr double kShorter = 0.75;
  static constexpr double kShortestMs = 40;

  double wait_ms_ = 80;
  std::optional<View> last_;
  std::optional<consensus::Proposal> proposal_;
  Liar::Victim left_out_ = 0;
  std::int64_t due_ms_ = 0;
};

class ProposesAndNullifies final : public Behaviour {
 public:
  void lead(Liar& liar, View view, const Notarized& parent) override {
    Behaviour::lead(liar, view, parent);
    liar.send_to_all(
        sign_vote(liar.identity(), consensus::make_nullify(liar.identity().set.epoch(), view)));
  }
};

// On a parent of long ago, as though nothing had been decided since.
class ProposesOnOldParent final : public Behaviour {
 public:
  void lead(Liar& liar, View view, const Notarized& parent) override {
    if (!first_) {
      first_ = parent;
    }
    Behaviour::lead(liar, view, *first_);
  }

 private:
  std::optional<Notarized> first_;
};

Row breaking(std::string_view name, std::string_view does, RuleBreaker::Change change) {
  return {name, does, 0,
          [change](double /*per_second*/) { return std::make_unique<RuleBreaker>(change); }};
}

template <class B>
Row plain(std::string_view name, std::string_view does) {
  return {name, does, 0, [](double /*per_second*/) { return std::make_unique<B>(); }};
}

}  // namespace

std::vector<Row> leader_rows() {
  return {
      plain<Behaviour>("honest", "The control: takes part as an honest validator without clients"),
      plain<NeverProposes>("leader-silent", "Never proposes in its own views, and votes in others"),
      plain<ProposesLate>("leader-late", "Proposes just before the others' timer ends"),
      plain<Equivocator>("leader-equivocating", "Two proposals in each of its views, to all"),
      plain<Divider>("leader-divides", "Another proposal to each of the others"),
      plain<ProposesToOne>("leader-to-one", "Proposes to one of the others only"),
      plain<LeavesOneOut>("leader-leaves-one-out",
                          "Proposes late to all but one, who never gets it from this one"),
      plain<ProposesAndNullifies>("leader-nullifies", "Proposes and nullifies the same view"),
      plain<ProposesOnOldParent>("leader-old-parent", "Proposes on a parent of long ago"),
      breaking("leader-unknown-parent", "Blocks on a parent that is not there", &unknown_parent),
      breaking("leader-wrong-height", "Blocks that leave out a height", &wrong_height),
      breaking("leader-wrong-log-root", "Blocks with a log root of chance", &wrong_log_root),
      breaking("leader-wrong-log-size", "Blocks with one leaf too many", &wrong_log_size),
      breaking("leader-wrong-executed-root", "Blocks with an executed root of chance",
               &wrong_executed_root),
      breaking("leader-executed-ahead", "Blocks that name an execution a thousand heights ahead",
               &executed_ahead),
      breaking("leader-future", "Blocks of an hour ahead", &in_the_future),
      breaking("leader-past", "Blocks of 1970", &not_after_parent),
      breaking("leader-other-proposer", "Blocks in the name of another proposer",
               &of_another_proposer),
      breaking("leader-other-epoch", "Blocks of the next epoch", &of_another_epoch),
      breaking("leader-invented-references", "Blocks that reference 1,024 batches nobody has made",
               &invented_references),
      breaking("leader-same-reference-twice", "Blocks that reference one batch twice",
               &same_reference_twice),
      breaking("leader-unknown-lane", "Blocks that reference a lane of nobody",
               &references_of_nobody),
  };
}

}  // namespace vitalstream::byzantine
