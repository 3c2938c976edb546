#pragma once
// Answering: C15, the part of who is asked: to commit or not, what is told and shown, and what is
// passed on.

#include "consensus/core/certificate_store.hpp"
#include "consensus/core/commitments.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/seen_votes.hpp"
#include "consensus/core/statement_traffic.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Answering {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    const RightToSign& right;
    Step& step;
    SafetyRecord& record;
    Commitments& commitments;
    SeenVotes& seen;
    StatementTraffic& traffic;
  };
  explicit Answering(const Sees& sees) : sees_(sees) {}

  // Verified statements; a question came from its maker or from one that passes it on.
  void take(ValidatorIndex from, const Question& question);
  void take(const Over& over);

 private:
  [[nodiscard]] Answer answer_to(ValidatorIndex asker, const ProcessDigest& process,
                                 const Question& question);
  [[nodiscard]] bool commit_to(ValidatorIndex asker, const ProcessDigest& process, Mark named);
  void pass_on(ValidatorIndex asker, const ProcessDigest& process, const Question& question);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
