#pragma once
// Replica: one validator's part in the agreement on blocks, as a pure state machine (README.md is
// its specification, C1 to C18). `step` is the only way in; effects are carried out in order. This
// header holds state and dispatch; each input has its own on_<input>.cpp, each of the things that
// follow from the state (propose, notarize, certify, ...) its own file. One thread.

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "consensus/core/answer_budget.hpp"
#include "consensus/core/block_tree.hpp"
#include "consensus/core/catch_up.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/commitments.hpp"
#include "consensus/core/connections.hpp"
#include "consensus/core/effect.hpp"
#include "consensus/core/executed_roots.hpp"
#include "consensus/core/fetch_schedule.hpp"
#include "consensus/core/final_chain.hpp"
#include "consensus/core/input.hpp"
#include "consensus/core/inquiry.hpp"
#include "consensus/core/journal.hpp"
#include "consensus/core/leader_clocks.hpp"
#include "consensus/core/own_votes.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/limits.hpp"
#include "consensus/core/peer_activity.hpp"
#include "consensus/core/peer_places.hpp"
#include "consensus/core/record_guard.hpp"
#include "consensus/core/seen_votes.hpp"
#include "consensus/core/statement_traffic.hpp"
#include "consensus/core/status.hpp"
#include "consensus/core/view_statistics.hpp"
#include "consensus/core/view_timers.hpp"
#include "consensus/core/vote_collector.hpp"

namespace vitalstream::consensus {

class Replica {
 public:
  // `payload` must outlive the replica.
  Replica(ReplicaOptions options, PayloadSource& payload, Recovered recovered);
  Replica(const Replica&) = delete;
  Replica& operator=(const Replica&) = delete;

  // Once, before the first step.
  [[nodiscard]] CoreEffects start(const Clock& clock);
  [[nodiscard]] CoreEffects step(const Clock& clock, const CoreInput& input);
  [[nodiscard]] ReplicaStatus status() const;
  // C15: enough others commit to this process until then; for what waited on its way out.
  [[nodiscard]] bool is_committed_to(Instant now) const;
  // C6: where the window of views lies, without the cost of a status.
  [[nodiscard]] ViewWindow window() const { return {view_, certificates_.final_point().view}; }

 private:
  // The first proposal of a view's leader, or the own one.
  struct ProposalSlot {
    Proposal proposal;
    Instant arrived;
    std::vector<BatchDigest> carried;  // of the own proposal (L3)
    bool equivocated = false;          // C8: the leader signed a second one
    Progress waiting = Progress::AwaitingVotes;
  };
  struct Delivered {
    Block block;
    BlockDigest digest;
  };

  // recovery.cpp: C14, C15.
  void replay(const JournalRecord& record, bool settled);
  void replay_certificate(const Certificate& certificate);
  void check_witness(const WitnessedCommit& witness, bool settled);
  void resume_view();
  void resume_votes();
  void speak_resumed_votes();
  void replay_commitment(const GivenCommitment& given);
  void detect_forgotten_votes();

  // One for each input: on_<input>.cpp.
  void on(const Wake& input);
  void on(const ProposalArrived& input);
  void on(const ProposalVerified& input);
  void on(const ProposalInvalid& input);
  void on(const VoteArrived& input);
  void on(const VotesVerified& input);
  void on(const CertificateArrived& input);
  void on(const CertificateVerified& input);
  void on(const CertificateInvalid& input);
  void on(const OwnVoteSigned& input);
  void on(const OwnVoteFailed& input);
  void on(const StuckReportArrived& input);
  void on(const BlockRequested& input);
  void on(const BlockArrived& input);
  void on(const CertificatesRequested& input);
  void on(const FinalRangeRequested& input);
  void on(const FinalRangeArrived& input);
  void on(const FinalRangeVerified& input);
  void on(const FinalRangeInvalid& input);
  void on(const Committed& input);
  void on(const StatementArrived& input);
  void on(const StatementVerified& input);
  void on(const StatementInvalid& input);
  void on(const PeerConnected& input);
  void on(const PeerDisconnected& input);
  void on(const PayloadChanged& input);
  void on(const Drain& input);

  // Parts of on_proposal.cpp, on_certificate.cpp, on_final_range.cpp and on_own_vote.cpp.
  [[nodiscard]] bool may_verify(const VoteSubject& proposed) const;
  void try_spare_certificate(const VoteSubject& subject);
  [[nodiscard]] std::optional<std::vector<BlockDigest>> linked_digests(
      const std::vector<Block>& blocks, Height first, const VoteSubject& final) const;
  void note_signed();

  // on_statement.cpp: C15, what comes and what it may cost.
  [[nodiscard]] bool is_worth_verifying(ValidatorIndex from, const Question& question);
  [[nodiscard]] bool is_worth_verifying(ValidatorIndex from, const Answer& answer);
  [[nodiscard]] bool is_worth_verifying(ValidatorIndex from, const Over& over);
  // answering.cpp: C15, the part of who is asked.
  void on_verified(ValidatorIndex from, const Question& question);
  void on_verified(ValidatorIndex from, const Over& over);
  [[nodiscard]] Answer answer_to(ValidatorIndex asker, const ProcessDigest& process,
                                 const Question& question);
  [[nodiscard]] bool commit_to(ValidatorIndex asker, const ProcessDigest& process, Mark named);
  void pass_on(ValidatorIndex asker, const ProcessDigest& process, const Question& question);
  // asking.cpp: C15, the part of who asks.
  void ask_when_due();
  void on_verified(ValidatorIndex from, const Answer& answer);
  void judge_own_vote(const VoteSubject& shown, const std::string& witness);
  void claim_right_to_vote();
  void look_back();
  [[nodiscard]] bool is_looking_back() const;
  [[nodiscard]] View last_own_view() const;
  void say_over();
  [[nodiscard]] bool has_signed_for_good() const;

  // replica.cpp: the frame of a step.
  void begin(const Clock& clock);
  void progress();
  [[nodiscard]] CoreEffects finish();
  void write_journal();
  void request_wake();
  [[nodiscard]] std::optional<Instant> next_deadline() const;
  void halt(std::string reason);
  void revoke(std::string reason);
  void stop_signing(Halt halt);

  // enter_view.cpp: C1.
  void enter(View view);
  // proposing.cpp: C3, C4, C5, E2, E3, E4.
  void try_propose();
  [[nodiscard]] bool is_lagging(const BlockHeader& parent) const;
  [[nodiscard]] bool is_gathering(const PayloadSelection& selection) const;
  [[nodiscard]] Instant gathered_at() const;
  [[nodiscard]] bool wants_empty_block(const ChainPoint& parent);
  [[nodiscard]] Block build_block(const ChainPoint& parent, std::vector<BatchRef> references,
                                  const crypto::MerkleFrontier& log) const;
  void propose(const ChainPoint& parent, const Block& block, ChainState state,
               std::vector<BatchDigest> carried);
  // notarizing.cpp: C6, C7, C8.
  void try_notarize();
  [[nodiscard]] std::optional<Progress> examine(const Proposal& proposal);
  [[nodiscard]] std::optional<Progress> examine_parent(const Proposal& proposal);
  [[nodiscard]] std::optional<Progress> examine_block(const Proposal& proposal);
  [[nodiscard]] UnixMs wall_borne_out() const;
  [[nodiscard]] std::optional<Progress> examine_payload(const Proposal& proposal);
  [[nodiscard]] Progress refuse(const Proposal& proposal, const char* reason);
  // certifying.cpp: C9, C10, E2.
  void certify_all();
  [[nodiscard]] bool certify(View view);
  enum class Certifiability { Yes, NotYet, Never };
  [[nodiscard]] Certifiability certifiability(const VoteSubject& notarized);
  [[nodiscard]] Certifiability parent_certifiability(const VoteSubject& notarized,
                                                     const BlockHeader& header);
  [[nodiscard]] Certifiability execution_certifiability(const VoteSubject& notarized,
                                                        const BlockHeader& header);
  void finalize(View view);
  void disagree(const VoteSubject& notarized, const BlockHeader& header);
  // nullifying.cpp: C2, C11.
  [[nodiscard]] bool has_work();
  [[nodiscard]] bool is_heartbeat_due() const;
  void run_timers();
  void nullify();
  // finishing.cpp: C13, E1.
  void hold_certificate(const Certificate& certificate, bool formed_here);
  void hold_finalization(const Certificate& certificate);
  void note_quorum(const VoteSubject& notarized);
  void note_final(View view);
  void link_final_chain();
  void deliver();
  [[nodiscard]] bool deliver_next();
  [[nodiscard]] bool is_deliverable(const Block& block, const BlockDigest& digest);
  void prefetch_final_batches();
  void collect_garbage();
  // stuck.cpp: C12.
  void report_when_stuck();
  [[nodiscard]] StuckReport stuck_report() const;
  [[nodiscard]] std::optional<Instant> stuck_since() const;
  void resend_own_votes(std::optional<ValidatorIndex> to);
  // repair.cpp: C17, S1.
  struct FetchReason {
    bool is_final = false;
    std::optional<View> proposed_in;  // and no quorum has voted for it
  };
  [[nodiscard]] std::vector<ValidatorIndex> holders_of(const BlockDigest& digest) const;
  void want_block(const BlockDigest& digest, ValidatorIndex hint);
  [[nodiscard]] std::optional<ValidatorIndex> whom_to_ask_for_batches(const Block& block,
                                                                      const BlockDigest& digest);
  void want_batches(const Block& block, const BlockDigest& digest, FetchReason reason);
  void give_up_fetches(View view);
  void want_state(const BlockDigest& digest);
  void want_certificates(View missing, ValidatorIndex hint, Duration patience);
  void fetch_gap_of_view();
  void catch_up();
  [[nodiscard]] Progress current_progress() const;  // status.cpp
  // compaction.cpp: C14.
  [[nodiscard]] std::vector<JournalRecord> remainder() const;

  // voting.cpp: the own votes and what votes lead to.
  [[nodiscard]] SigningRight signing_right() const;
  void cast(const VoteSubject& subject);
  void ask_to_sign(const VoteSubject& subject);
  void sign_again(const VoteSubject& subject);
  void hold_block_in_journal(const BlockDigest& digest);
  void speak_vote(const Vote& vote);
  void follow(const VoteCollector::Outcome& outcome);
  [[nodiscard]] bool remembers_all_of(View view) const;
  [[nodiscard]] bool is_foreign(const VoteSubject& own_signed) const;
  void halt_for_foreign_vote(View view);
  [[nodiscard]] bool shows_foreign_vote(const Certificate& certificate) const;
  void check_contradicting_finality(const VoteSubject& finalize);
  [[nodiscard]] bool is_in_vote_window(View view) const;

  [[nodiscard]] Epoch epoch() const { return options_.validators.epoch(); }
  [[nodiscard]] const ValidatorSet& set() const { return options_.validators; }
  [[nodiscard]] bool is_own(ValidatorIndex index) const { return index == options_.own; }
  [[nodiscard]] bool is_leader() const { return is_own(set().leader(view_)); }
  [[nodiscard]] bool is_final_linked() const { return !missing_final_; }
  void broadcast(Message message, std::vector<BatchDigest> carried = {});
  void send(ValidatorIndex to, Message message);

  const ReplicaOptions options_;
  PayloadSource& payload_;

  // The chain.
  BlockTree tree_;
  FinalChain final_chain_;
  ExecutedRoots executed_;
  std::optional<BlockDigest> missing_final_;  // the highest final block that is not held
  std::deque<Delivered> uncommitted_;         // delivered, not yet in the database
  std::optional<Height> missing_height_;      // its height, where a child of it is held
  std::optional<Height> claimed_height_;      // E2: executed by others, not final here
  View floor_collected_;                      // the floor when garbage was last collected

  // Votes and certificates.
  CertificateStore certificates_;
  VoteCollector votes_;
  OwnVotes own_votes_;
  std::map<View, ProposalSlot> proposals_;
  // What the verifier has been given, and copies of certificates that it may be given next.
  struct Given {};
  PeerPlaces<Given> proposal_checks_{kProposalChecksMax};
  PeerPlaces<Given> certificate_checks_{kCertificateChecksMax};
  PeerPlaces<CertificateArrived> spare_certificates_{kCertificateChecksMax};
  std::map<View, VoteSubject> contradicting_;  // E2: finalize subjects under suspicion

  // The current view.
  View view_;
  ViewTimers timers_;
  std::optional<Instant> report_at_;  // C12
  std::optional<Instant> nullified_at_;
  Instant tip_changed_at_;                    // C2: the heartbeat counts from here
  LeaderClocks leader_clocks_;               // C7
  std::optional<Instant> proposal_ripe_at_;  // C7: when its timestamp is no longer too early

  // Peers and pace.
  Pacing pacing_;
  PeerActivity activity_;
  std::map<ValidatorIndex, Instant> answered_at_;  // its last stuck report (C12)
  AnswerBudget answer_budget_;                     // C17
  Connections connections_;
  FetchSchedule<BlockDigest> block_fetches_;
  FetchSchedule<BlockDigest> batch_fetches_;
  FetchSchedule<View> certificate_fetches_;
  CatchUp catch_up_;

  // The safety record.
  Journal journal_;
  RecordGuard guard_;
  Instant started_;
  bool has_told_of_earlier_votes_ = false;  // C15: beside an unproven record

  // The right to sign (C15).
  const ProcessDigest own_process_;
  Inquiry inquiry_;
  Commitments commitments_;
  SeenVotes seen_;
  StatementTraffic traffic_;
  bool has_right_ = false;        // as of the last step, and
  bool has_looked_back_ = false;  // ever since the start
  bool owes_record_ = false;      // of a commitment that this step gives
  bool is_over_ = false;
  std::optional<Instant> drain_deadline_;  // C5: for signatures under way
  std::size_t signatures_under_way_ = 0;
  std::optional<std::string> revoked_for_;  // C14: until an operator's command

  std::optional<WitnessedCommit> witnessed_;
  std::vector<std::string> startup_alarms_;
  std::optional<Halt> startup_halt_;
  std::set<BlockDigest> journaled_blocks_;
  View rotated_at_;  // the floor when the journal was last started anew

  ViewStatistics statistics_;
  RefusedWork refused_;
  bool draining_ = false;
  std::optional<std::string> halt_reason_;
  std::vector<Disagreement> disagreements_;

  // The step under way.
  Clock clock_{};
  CoreEffects effects_;
  bool changed_ = false;
  std::optional<Instant> wake_at_;  // asked for and not yet come
};

}  // namespace vitalstream::consensus
