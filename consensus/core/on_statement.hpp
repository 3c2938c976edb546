#pragma once
// C15: statements about the right to sign, as they come.

#include "consensus/core/answering.hpp"
#include "consensus/core/asking.hpp"
#include "consensus/core/commitments.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/statement_traffic.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class OnStatement {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const Commitments& commitments;
    const RightToSign& right;
    Step& step;
    Peers& peers;
    StatementTraffic& traffic;
    Asking& asking;
    Answering& answering;
  };
  explicit OnStatement(const Sees& sees) : sees_(sees) {}

  void on(const StatementArrived& input);
  void on(const StatementVerified& input);
  void on(const StatementInvalid& input);

 private:
  [[nodiscard]] bool is_worth_verifying(ValidatorIndex from, const Question& question);
  [[nodiscard]] bool is_worth_verifying(ValidatorIndex from, const Answer& answer);
  [[nodiscard]] bool is_worth_verifying(ValidatorIndex from, const Over& over);
  void take(ValidatorIndex from, const Question& question);
  void take(ValidatorIndex from, const Answer& answer);
  void take(ValidatorIndex from, const Over& over);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
