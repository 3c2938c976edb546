#pragma once
// Recovery: a replica as its disk remembers it (C14), and what it may still vote for (C15). The
// record is replayed before anything happens; it can vote neither twice nor differently.

#include <optional>
#include <string>
#include <vector>

#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/commitments.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/seen_votes.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Recovery {
 public:
  struct Sees {
    const ReplicaOptions& options;
    Step& step;
    Chain& chain;
    CertificateStore& certificates;
    CurrentView& view;
    Proposals& proposals;
    SafetyRecord& record;
    RightToSign& right;
    Commitments& commitments;
    SeenVotes& seen;
  };
  explicit Recovery(const Sees& sees) : sees_(sees) {}

  // Before the start.
  void replay(const Recovered& recovered);
  // At the start: what the replay has found, and where the votes of its view leave it.
  void start();

 private:
  void replay_record(const JournalRecord& record, bool settled);
  void replay_certificate(const Certificate& certificate);
  void replay_commitment(const GivenCommitment& given);
  void check_witness(const WitnessedCommit& witness, bool settled);
  void resume_view();
  void resume_votes();
  void detect_forgotten_votes();
  void start_commitments();

  const Sees sees_;
  std::vector<std::string> alarms_;
  std::optional<Halt> halt_;
};

}  // namespace vitalstream::consensus
