// C14: a replica as its disk remembers it. C15: what it may still vote for. The journal is replayed
// before anything happens; it can vote neither twice nor differently.
#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {
namespace {

BlockTree::Root root_at(const CommittedTip& tip) { return {tip.header, tip.digest, tip.state}; }

}  // namespace

Replica::Replica(ReplicaOptions options, PayloadSource& payload, Recovered recovered)
    : options_(std::move(options)),
      payload_(payload),
      tree_(root_at(recovered.tip)),
      final_chain_(recovered.tip.header.height),
      executed_(recovered.tip),
      certificates_(ChainPoint{View{0}, anchor_digest(options_.genesis)}),
      votes_(options_.validators),
      leader_clocks_(set().size(), set().faulty_max()),
      pacing_({options_.parameters.delta_floor, options_.parameters.delta_cap}, set().size(),
              set().faulty_max()),
      activity_(set().size(), options_.parameters.skip_timeout),
      answer_budget_(options_.parameters.retry),
      block_fetches_(set().size(), options_.own, options_.parameters.retry, connections_),
      batch_fetches_(set().size(), options_.own, options_.parameters.retry, connections_),
      certificate_fetches_(set().size(), options_.own, options_.parameters.retry, connections_),
      catch_up_(set().size(), options_.own, options_.parameters.retry, connections_),
      own_process_(options_.process ? process_digest(options_.genesis, *options_.process)
                                    : ProcessDigest{}),
      inquiry_(set().size(), options_.own,
               {options_.parameters.ask_period, options_.parameters.use}),
      commitments_(set().size(), options_.mark_secret, options_.parameters.hold),
      seen_(set().size()),
      traffic_(set().size(), options_.parameters.ask_period),
      statistics_(set().size()) {
  VS_ASSERT(!options_.own || set().has(*options_.own));
  VS_ASSERT(options_.own.has_value() == options_.process.has_value());
  VS_ASSERT(options_.parameters.hold * 2 >= options_.parameters.use * 3);
  VS_ASSERT(recovered.tip.header.height == Height{0} || recovered.tip.finalization);
  if (recovered.tip.finalization) {
    certificates_.raise_floor(*recovered.tip.finalization);
    seen_.add(*recovered.tip.finalization);
  }
  journal_.restored(recovered.journal);
  for (std::size_t i = 0; i < recovered.journal.size(); ++i) {
    replay(recovered.journal[i], /*settled=*/i < recovered.settled);
  }
  resume_view();
  startup_halt_ = startup_halt_ ? startup_halt_ : std::move(recovered.halt);
  detect_forgotten_votes();
}

void Replica::replay(const JournalRecord& record, bool settled) {
  if (const auto* vote = std::get_if<CastVote>(&record)) {
    own_votes_.record(vote->subject);
    guard_.restore_vote();
  } else if (const auto* held = std::get_if<HeldCertificate>(&record)) {
    replay_certificate(held->certificate);
  } else if (const auto* certified = std::get_if<CertifiedView>(&record)) {
    if (certificates_.notarization(certified->view) != nullptr) {
      certificates_.mark_certified(certified->view);
    }
  } else if (const auto* block = std::get_if<HeldBlock>(&record)) {
    const BlockDigest digest = block_digest(options_.genesis, block->block.header);
    tree_.insert(block->block, digest);
    journaled_blocks_.insert(digest);
  } else if (const auto* witness = std::get_if<WitnessedCommit>(&record)) {
    check_witness(*witness, settled);
  } else if (const auto* right = std::get_if<NewRecord>(&record)) {
    guard_.restore(*right);
  } else if (const auto* given = std::get_if<GivenCommitment>(&record)) {
    replay_commitment(*given);
  }
}

void Replica::replay_commitment(const GivenCommitment& given) {
  if (const auto index = set().index_of(given.validator)) {
    commitments_.restore(*index, given.process, given.is_over);
  }
}

void Replica::replay_certificate(const Certificate& certificate) {
  seen_.add(certificate);
  if (!certificates_.is_news(certificate.subject)) {
    return;
  }
  switch (certificate.subject.kind) {
    case VoteKind::Notarize:
      certificates_.add_notarization(certificate);
      return;
    case VoteKind::Nullify:
      certificates_.add_nullification(certificate);
      return;
    case VoteKind::Finalize:
      certificates_.raise_floor(certificate);
      return;
  }
}

// The record bears witness about the database: what was in it must still be there. The two are
// synced at once, so after a crash the last round of the record may be ahead: then that witness has
// seen nothing, and must not be written down again as if it had.
void Replica::check_witness(const WitnessedCommit& witness, bool settled) {
  const BlockTree::Root& tip = tree_.root();
  const bool is_held = witness.height <= tip.header.height;
  if (!is_held && !settled) {
    return;
  }
  witnessed_ = witness;
  const auto own = executed_.own(witness.height);
  if (!is_held) {
    startup_alarms_.push_back("the database lacks blocks that were committed: height " +
                              std::to_string(witness.height.value()) + " was, " +
                              std::to_string(tip.header.height.value()) + " is the newest");
  } else if ((own && *own != witness.executed_root) ||
             (witness.height == tip.header.height && witness.block != tip.digest)) {
    startup_halt_ = {HaltKind::Halted,
                     "the database differs from what the safety record saw committed at height " +
                         std::to_string(witness.height.value())};
  }
}

// C1: the furthest view that a certificate or an own vote shows to have been entered.
void Replica::resume_view() {
  const View floor = certificates_.final_point().view;
  view_ = next(floor);
  if (!certificates_.certified().empty()) {
    view_ = std::max(view_, next(*certificates_.certified().rbegin()));
  }
  if (!certificates_.nullifications().empty()) {
    view_ = std::max(view_, next(certificates_.nullifications().rbegin()->first));
  }
  view_ = std::max(view_, own_votes_.highest());
  own_votes_.forget_up_to(floor);
}

// C15: a finalization that carries the own signature, of a view that the record does not know.
void Replica::detect_forgotten_votes() {
  const auto& finalization = certificates_.finalization();
  const View remembered = last_own_view();
  if (!startup_halt_ && options_.own && guard_.state() == RecordState::Established &&
      finalization && is_signed_by(*finalization, *options_.own) &&
      finalization->subject.view > remembered) {
    startup_halt_ = {HaltKind::Revoked,
                     "the safety record has forgotten an own vote: it is older than the database; "
                     "nothing is signed until a new record is made"};
  }
}

// Votes that were cast but perhaps never left are signed again, the same ones and so no second, as
// soon as enough others commit to this process (C15).
void Replica::resume_votes() {
  const CastVotes current = own_votes_.cast_in(view_);
  if (current.nullify) {
    nullified_at_ = clock_.now;
  }
  const Block* block = current.notarize ? tree_.find(current.notarize->block) : nullptr;
  if (block != nullptr && is_leader()) {
    ProposalSlot slot;
    slot.proposal = Proposal{*block, Vote{*current.notarize, *options_.own, {}}};
    slot.arrived = clock_.now;
    proposals_.emplace(view_, std::move(slot));
  }
}

void Replica::speak_resumed_votes() {
  for (const VoteSubject& subject : own_votes_.subjects()) {
    if (subject.kind != VoteKind::Finalize && subject.view != view_) {
      continue;
    }
    if (const Vote* vote = own_votes_.signed_vote(subject)) {
      speak_vote(*vote);
    } else {
      sign_again(subject);
    }
  }
}

}  // namespace vitalstream::consensus
