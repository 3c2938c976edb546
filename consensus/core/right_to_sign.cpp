// C5, C14, C15: one process signs, as long as enough others commit to it and nothing has ended it.
#include "consensus/core/right_to_sign.hpp"

#include <algorithm>
#include <utility>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

RightToSign::RightToSign(const ReplicaOptions& options, Step& step)
    : options_(&options),
      step_(&step),
      process_(options.process ? process_digest(options.genesis, *options.process)
                               : ProcessDigest{}),
      inquiry_(options.validators.size(), options.own,
               {options.parameters.ask_period, options.parameters.use}) {}

void RightToSign::start() {
  started_ = step_->now();
  inquiry_.start(started_);
}

SigningRight RightToSign::in_force() const {
  const bool allowed = options_->own && !halt_reason_ &&
                       guard_.state() == RecordState::Established && !is_over_ &&
                       is_committed_to(step_->now());
  return {allowed, guard_.vote_above()};
}

bool RightToSign::is_committed_to(Instant now) const {
  return inquiry_.committed(now) + 1 >= options_->validators.quorum();
}

bool RightToSign::is_looking_back() const {
  return options_->own && guard_.state() == RecordState::Established &&
         !is_committed_to(step_->now());
}

bool RightToSign::begins() {
  if (!options_->own || guard_.state() != RecordState::Established || is_over_) {
    return false;
  }
  const bool had_right = std::exchange(has_right_, is_committed_to(step_->now()));
  const bool is_new = has_right_ && !had_right;
  has_ever_begun_ = has_ever_begun_ || is_new;
  return is_new;
}

View RightToSign::last_view(const OwnVotes& votes) const {
  return std::max(votes.highest(), guard_.vote_above());
}

bool RightToSign::is_patience_over() const {
  return step_->now() - started_ >= options_->parameters.ask_period * kBirthPatiencePeriods;
}

bool RightToSign::tells_of_earlier_votes() {
  return guard_.state() == RecordState::Unproven &&
         !std::exchange(has_told_of_earlier_votes_, true);
}

bool RightToSign::must_ask() const {
  const auto due = inquiry_.due();
  return !has_signed_for_good() && !is_over_ && due && step_->now() >= *due;
}

Question RightToSign::ask() {
  Question question = inquiry_.ask(step_->now());
  question.epoch = options_->epoch();
  question.process = *options_->process;
  return question;
}

void RightToSign::ask_soon() { inquiry_.ask_soon(step_->now()); }

bool RightToSign::awaits(ValidatorIndex answerer, const Answer& answer) const {
  return answer.asked_by == process_ && inquiry_.awaits(answerer, answer.number, step_->now());
}

void RightToSign::take(ValidatorIndex answerer, const Answer& answer) {
  inquiry_.take(answerer, answer, step_->now());
  guard_.take(answerer, answer);
}

void RightToSign::halt(std::string reason) {
  if (!halt_reason_) {
    stop({HaltKind::Halted, std::move(reason)});
  }
}

void RightToSign::revoke(std::string reason) {
  if (guard_.state() != RecordState::Revoked) {
    stop({HaltKind::Revoked, std::move(reason)});
  }
}

void RightToSign::stop(Halt halt) {
  switch (halt.kind) {
    case HaltKind::Halted:
      halt_reason_ = halt.reason;
      break;
    case HaltKind::Revoked:
      guard_.revoke();
      revoked_for_ = halt.reason;
      break;
  }
  step_->add(std::move(halt));
}

void RightToSign::drain() {
  if (!drain_deadline_) {
    drain_deadline_ = step_->now() + options_->parameters.retry * kLastVotesRetries;
  }
}

std::optional<Instant> RightToSign::last_signature_due() const {
  return is_over_ ? std::nullopt : drain_deadline_;
}

void RightToSign::signature_ends() {
  if (signatures_under_way_ > 0) {
    signatures_under_way_ -= 1;
  }
}

bool RightToSign::ends() {
  if (!options_->own || is_over_ || !has_signed_for_good()) {
    return false;
  }
  is_over_ = true;
  inquiry_.end();
  return true;
}

bool RightToSign::has_signed_for_good() const {
  if (halt_reason_ || guard_.state() == RecordState::Revoked) {
    return true;
  }
  return drain_deadline_ && (signatures_under_way_ == 0 || step_->now() >= *drain_deadline_);
}

}  // namespace vitalstream::consensus
