#pragma once
// RightToSign: whether this process may sign (C15): what its record is worth, who commits to it,
// and what ends it: a drain (C5), a halt or a revocation (C14), which last until an operator's
// command. Owned by Replica.

#include <cstddef>
#include <optional>
#include <string>

#include "consensus/core/inquiry.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/own_votes.hpp"
#include "consensus/core/record_guard.hpp"
#include "consensus/core/safety_rules.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class RightToSign {
 public:
  // Both must outlive this.
  RightToSign(const ReplicaOptions& options, Step& step);
  void start();

  // Now.
  [[nodiscard]] SigningRight in_force() const;
  // With fewer commitments than a quorum less this one no vote could count, so that to wait for
  // them costs one round trip.
  [[nodiscard]] bool is_committed_to(Instant now) const;
  // The record is in order, and too few others commit to this process.
  [[nodiscard]] bool is_looking_back() const;
  // True if it does so in this step; asked once in each.
  [[nodiscard]] bool begins();
  [[nodiscard]] bool has_ever_begun() const { return has_ever_begun_; }

  // What the record is worth.
  [[nodiscard]] const RecordGuard& guard() const { return guard_; }
  void restore(const NewRecord& record) { guard_.restore(record); }
  void restore_vote() { guard_.restore_vote(); }
  // The last view in which this validator may have signed anything, as far as the record knows.
  [[nodiscard]] View last_view(const OwnVotes& votes) const;
  // It has given all others enough questions to answer.
  [[nodiscard]] bool is_patience_over() const;
  // That an unproven record stands beside earlier votes is told once.
  [[nodiscard]] bool tells_of_earlier_votes();

  // What is asked and answered.
  [[nodiscard]] const Inquiry& inquiry() const { return inquiry_; }
  [[nodiscard]] bool must_ask() const;
  [[nodiscard]] Question ask();
  void ask_soon();
  [[nodiscard]] bool awaits(ValidatorIndex answerer, const Answer& answer) const;
  void take(ValidatorIndex answerer, const Answer& answer);

  // How it ends. Says so in this step, once.
  void halt(std::string reason);
  void revoke(std::string reason);
  void stop(Halt halt);
  [[nodiscard]] bool is_halted() const { return halt_reason_.has_value(); }
  [[nodiscard]] const std::optional<std::string>& halt_reason() const { return halt_reason_; }
  [[nodiscard]] const std::optional<std::string>& revoked_for() const { return revoked_for_; }
  void drain();
  [[nodiscard]] bool is_draining() const { return drain_deadline_.has_value(); }
  // The time until which it waits for signatures; nothing where it does not.
  [[nodiscard]] std::optional<Instant> last_signature_due() const;
  void signature_begins() { signatures_under_way_ += 1; }
  void signature_ends();
  // Its last vote has left, or never will: true once, and from then on it is over.
  [[nodiscard]] bool ends();
  [[nodiscard]] bool is_over() const { return is_over_; }

 private:
  [[nodiscard]] bool has_signed_for_good() const;

  const ReplicaOptions* options_;
  Step* step_;
  const ProcessDigest process_;
  RecordGuard guard_;
  Inquiry inquiry_;
  Instant started_;
  bool has_right_ = false;  // as of the last step, and
  bool has_ever_begun_ = false;
  bool has_told_of_earlier_votes_ = false;
  std::optional<std::string> halt_reason_;
  std::optional<std::string> revoked_for_;
  std::optional<Instant> drain_deadline_;  // for signatures under way
  std::size_t signatures_under_way_ = 0;
  bool is_over_ = false;
};

}  // namespace vitalstream::consensus
