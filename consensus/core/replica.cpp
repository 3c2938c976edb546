#include "consensus/core/replica.hpp"

#include <algorithm>
#include <utility>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

constexpr Duration kWakeStep = milliseconds(1);

// What a halted replica still answers: its data, its commitments and that it has ended may be what
// the others need.
template <class Input>
constexpr bool kServesOthers =
    std::is_same_v<Input, BlockRequested> || std::is_same_v<Input, CertificatesRequested> ||
    std::is_same_v<Input, FinalRangeRequested> || std::is_same_v<Input, StatementArrived> ||
    std::is_same_v<Input, StatementVerified> || std::is_same_v<Input, StatementInvalid> ||
    std::is_same_v<Input, VotesVerified> || std::is_same_v<Input, PeerConnected>;

}  // namespace

CoreEffects Replica::start(const Clock& clock) {
  begin(clock);
  started_ = clock.now;
  activity_.start(clock.now);
  timers_.enter(clock.now);
  tip_changed_at_ = clock.now;
  for (std::string& text : startup_alarms_) {
    effects_.push_back(Alarm{std::move(text)});
  }
  if (startup_halt_) {
    stop_signing(*startup_halt_);
  }
  // One that was begun anew has followed a lost one, and may have been restarted since.
  const bool is_whole = !guard_.is_waiting() && guard_.state() != RecordState::Missing &&
                        guard_.vote_above() == View{0};
  commitments_.start(clock.now,
                     is_whole ? Commitments::Memory::Whole : Commitments::Memory::Lost);
  inquiry_.start(clock.now);
  resume_votes();
  progress();
  return finish();
}

CoreEffects Replica::step(const Clock& clock, const CoreInput& input) {
  begin(clock);
  std::visit(
      [this](const auto& one) {
        if (!halt_reason_ || kServesOthers<std::decay_t<decltype(one)>>) {
          on(one);
        }
      },
      input);
  progress();
  return finish();
}

void Replica::begin(const Clock& clock) {
  clock_ = clock;
  if (wake_at_ && clock.now >= *wake_at_) {
    wake_at_.reset();
  }
}

// Everything that may follow from the state, until nothing more does.
void Replica::progress() {
  claim_right_to_vote();
  look_back();
  do {
    changed_ = false;
    if (halt_reason_) {
      return;
    }
    link_final_chain();
    deliver();
    certify_all();
    try_propose();
    try_notarize();
    run_timers();
  } while (changed_);
  fetch_gap_of_view();
  catch_up();
  report_when_stuck();
  ask_when_due();
}

CoreEffects Replica::finish() {
  block_fetches_.end_step();
  batch_fetches_.end_step();
  certificate_fetches_.end_step();
  say_over();
  write_journal();
  std::ranges::stable_partition(effects_, [](const CoreEffect& effect) {
    return std::holds_alternative<Halt>(effect);
  });
  if (!halt_reason_) {
    request_wake();
  }
  return std::exchange(effects_, {});
}

// C14: one record of everything, before the first effect that speaks.
void Replica::write_journal() {
  if (journal_.has_outgrown() && certificates_.final_point().view > rotated_at_) {
    std::vector<JournalRecord> records = remainder();
    journal_.rotated(records);
    rotated_at_ = certificates_.final_point().view;
    owes_record_ = false;
    effects_.insert(effects_.begin(), RotateJournal{std::move(records)});
    return;
  }
  const bool votes = std::ranges::any_of(effects_, [](const CoreEffect& effect) {
    return std::holds_alternative<SignVote>(effect);
  });
  const bool owes = std::exchange(owes_record_, false);
  // For a vote signed again the record is empty, but the data may have come after the restart.
  if (votes || owes || (journal_.has_unwritten() && journal_.is_overfull())) {
    effects_.insert(effects_.begin(), Persist{journal_.take()});
  }
}

void Replica::request_wake() {
  const auto deadline = next_deadline();
  if (!deadline || (wake_at_ && *wake_at_ <= *deadline)) {
    return;
  }
  wake_at_ = std::max(*deadline, clock_.now + kWakeStep);
  effects_.push_back(WakeAt{*wake_at_});
}

std::optional<Instant> Replica::next_deadline() const {
  std::optional<Instant> next;
  const auto at = [&](std::optional<Instant> instant) {
    if (instant && *instant > clock_.now) {
      next = next ? std::min(*next, *instant) : *instant;
    }
  };
  const Parameters& parameters = options_.parameters;
  at(timers_.leader_deadline());
  at(timers_.certification_deadline());
  at(timers_.entered() + pacing_.delta() * 3);
  if (is_leader() && !proposals_.contains(view_)) {
    at(timers_.entered() + parameters.result_delay);
    at(gathered_at());
    at(timers_.entered() + pacing_.delta());
  }
  if (parameters.heartbeat.value() > 0) {
    at(tip_changed_at_ + parameters.heartbeat);
  }
  at(proposal_ripe_at_);
  at(stuck_since());
  at(report_at_);
  at(inquiry_.due());
  at(inquiry_.lasts_until(set().quorum() - 1, clock_.now));
  at(is_over_ ? std::nullopt : drain_deadline_);
  at(block_fetches_.due());
  at(batch_fetches_.due());
  at(certificate_fetches_.due());
  at(catch_up_.due(clock_.now));
  return next;
}

void Replica::halt(std::string reason) {
  if (!halt_reason_) {
    stop_signing({HaltKind::Halted, std::move(reason)});
  }
}

void Replica::revoke(std::string reason) {
  if (guard_.state() != RecordState::Revoked) {
    stop_signing({HaltKind::Revoked, std::move(reason)});
  }
}

void Replica::stop_signing(Halt halt) {
  switch (halt.kind) {
    case HaltKind::Halted:
      halt_reason_ = halt.reason;
      break;
    case HaltKind::Revoked:
      guard_.revoke();
      revoked_for_ = halt.reason;
      break;
  }
  effects_.push_back(std::move(halt));
}

void Replica::broadcast(Message message, std::vector<BatchDigest> carried) {
  effects_.push_back(Broadcast{std::move(message), std::move(carried)});
}

void Replica::send(ValidatorIndex to, Message message) {
  effects_.push_back(Send{to, std::move(message)});
}

}  // namespace vitalstream::consensus
