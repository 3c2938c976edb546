#include "consensus/core/recovery.hpp"

#include <algorithm>
#include <utility>

namespace vitalstream::consensus {

void Recovery::replay(const Recovered& recovered) {
  if (recovered.tip.finalization) {
    sees_.certificates.raise_floor(*recovered.tip.finalization);
    sees_.seen.add(*recovered.tip.finalization);
  }
  sees_.record.restored(recovered.journal);
  for (std::size_t i = 0; i < recovered.journal.size(); ++i) {
    replay_record(recovered.journal[i], /*settled=*/i < recovered.settled);
  }
  resume_view();
  halt_ = halt_ ? halt_ : recovered.halt;
  detect_forgotten_votes();
}

void Recovery::start() {
  for (std::string& text : alarms_) {
    sees_.step.alarm(std::move(text));
  }
  if (halt_) {
    sees_.right.stop(*halt_);
  }
  start_commitments();
  resume_votes();
}

void Recovery::replay_record(const JournalRecord& record, bool settled) {
  if (const auto* vote = std::get_if<CastVote>(&record)) {
    sees_.record.restore(*vote);
    sees_.right.restore_vote();
  } else if (const auto* held = std::get_if<HeldCertificate>(&record)) {
    replay_certificate(held->certificate);
  } else if (const auto* certified = std::get_if<CertifiedView>(&record)) {
    if (sees_.certificates.notarization(certified->view) != nullptr) {
      sees_.certificates.mark_certified(certified->view);
    }
  } else if (const auto* block = std::get_if<HeldBlock>(&record)) {
    const BlockDigest digest = block_digest(sees_.options.genesis, block->block.header);
    sees_.chain.insert(block->block, digest);
    sees_.record.restore_block(digest);
  } else if (const auto* witness = std::get_if<WitnessedCommit>(&record)) {
    check_witness(*witness, settled);
  } else if (const auto* right = std::get_if<NewRecord>(&record)) {
    sees_.right.restore(*right);
  } else if (const auto* given = std::get_if<GivenCommitment>(&record)) {
    replay_commitment(*given);
  }
}

void Recovery::replay_commitment(const GivenCommitment& given) {
  if (const auto index = sees_.options.validators.index_of(given.validator)) {
    sees_.commitments.restore(*index, given.process, given.is_over);
  }
}

void Recovery::replay_certificate(const Certificate& certificate) {
  sees_.seen.add(certificate);
  if (!sees_.certificates.is_news(certificate.subject)) {
    return;
  }
  switch (certificate.subject.kind) {
    case VoteKind::Notarize:
      sees_.certificates.add_notarization(certificate);
      return;
    case VoteKind::Nullify:
      sees_.certificates.add_nullification(certificate);
      return;
    case VoteKind::Finalize:
      sees_.certificates.raise_floor(certificate);
      return;
  }
}

// The record bears witness about the database: what was in it must still be there. The two are
// synced at once, so after a crash the last round of the record may be ahead: then that witness has
// seen nothing, and must not be written down again as if it had.
void Recovery::check_witness(const WitnessedCommit& witness, bool settled) {
  const BlockTree::Root& tip = sees_.chain.root();
  const bool is_held = witness.height <= tip.header.height;
  if (!is_held && !settled) {
    return;
  }
  sees_.record.restore(witness);
  const auto own = sees_.chain.executed().own(witness.height);
  if (!is_held) {
    alarms_.push_back("the database lacks blocks that were committed: height " +
                      std::to_string(witness.height.value()) + " was, " +
                      std::to_string(tip.header.height.value()) + " is the newest");
  } else if ((own && *own != witness.executed_root) ||
             (witness.height == tip.header.height && witness.block != tip.digest)) {
    halt_ = {HaltKind::Halted,
             "the database differs from what the safety record saw committed at height " +
                 std::to_string(witness.height.value())};
  }
}

// C1: the furthest view that a certificate or an own vote shows to have been entered.
void Recovery::resume_view() {
  const View floor = sees_.certificates.final_point().view;
  View furthest = next(floor);
  if (!sees_.certificates.certified().empty()) {
    furthest = std::max(furthest, next(*sees_.certificates.certified().rbegin()));
  }
  if (!sees_.certificates.nullifications().empty()) {
    furthest = std::max(furthest, next(sees_.certificates.nullifications().rbegin()->first));
  }
  sees_.view.resume(std::max(furthest, sees_.record.votes().highest()));
  sees_.record.forget_up_to(floor);
}

// C15: a finalization that carries the own signature, of a view that the record does not know.
void Recovery::detect_forgotten_votes() {
  const auto& finalization = sees_.certificates.finalization();
  const View remembered = sees_.right.last_view(sees_.record.votes());
  if (!halt_ && sees_.options.own && sees_.right.guard().state() == RecordState::Established &&
      finalization && is_signed_by(*finalization, *sees_.options.own) &&
      finalization->subject.view > remembered) {
    halt_ = {HaltKind::Revoked,
             "the safety record has forgotten an own vote: it is older than the database; nothing "
             "is signed until a new record is made"};
  }
}

// Votes that were cast but perhaps never left are signed again, the same ones and so no second, as
// soon as enough others commit to this process (C15).
void Recovery::resume_votes() {
  const View view = sees_.view.number();
  const CastVotes current = sees_.record.votes().cast_in(view);
  if (current.nullify) {
    sees_.view.note_nullified(sees_.step.now());
  }
  const Block* block = current.notarize ? sees_.chain.find(current.notarize->block) : nullptr;
  if (block != nullptr && sees_.options.leads(view)) {
    ProposalSlot slot;
    slot.proposal = Proposal{*block, Vote{*current.notarize, *sees_.options.own, {}}};
    slot.arrived = sees_.step.now();
    sees_.proposals.add(view, std::move(slot));
  }
}

// One that was begun anew has followed a lost one, and may have been restarted since.
void Recovery::start_commitments() {
  const RecordGuard& guard = sees_.right.guard();
  const bool is_whole =
      !guard.is_waiting() && guard.state() != RecordState::Missing && guard.vote_above() == View{0};
  sees_.commitments.start(sees_.step.now(),
                          is_whole ? Commitments::Memory::Whole : Commitments::Memory::Lost);
}

}  // namespace vitalstream::consensus
