#pragma once
// Asking: C15, the part of who asks: whether this process may sign, and what it learns of its own
// votes. An established record is as good as what the others show beside it.

#include <optional>
#include <string>

#include "consensus/core/casting.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/commitments.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/foreign_votes.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Asking {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    const CurrentView& view;
    Step& step;
    SafetyRecord& record;
    RightToSign& right;
    Commitments& commitments;
    ForeignVotes& foreign;
    Casting& casting;
  };
  explicit Asking(const Sees& sees) : sees_(sees) {}

  void ask_when_due();
  void take(const Answer& answer);
  void claim_right_to_vote();
  // What waited for the right goes out when it begins.
  void look_back();
  void say_over();

 private:
  void judge_own_vote(const VoteSubject& shown, const std::string& witness);
  [[nodiscard]] std::optional<NewRecord> conclude();

  const Sees sees_;
};

}  // namespace vitalstream::consensus
