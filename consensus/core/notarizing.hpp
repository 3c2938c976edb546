#pragma once
// Notarizing: the voter's part (C6, C7, C8). What is missing is fetched and waited for; only what
// can never become right is refused, by nullify at once.

#include <optional>

#include "consensus/core/casting.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/disagreements.hpp"
#include "consensus/core/fetches.hpp"
#include "consensus/core/nullifying.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/payload_source.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Notarizing {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const PayloadSource& payload;
    const CertificateStore& certificates;
    const SafetyRecord& record;
    const RightToSign& right;
    const Chain& chain;
    CurrentView& view;
    Proposals& proposals;
    Step& step;
    Fetches& fetches;
    Nullifying& nullifying;
    Casting& casting;
    Disagreements& disagreements;
  };
  explicit Notarizing(const Sees& sees) : sees_(sees) {}

  void try_notarize();

 private:
  // Nothing: vote for it. Otherwise what it waits for.
  [[nodiscard]] std::optional<Progress> examine(const Proposal& proposal);
  [[nodiscard]] std::optional<Progress> examine_parent(const Proposal& proposal);
  [[nodiscard]] std::optional<Progress> examine_block(const Proposal& proposal);
  [[nodiscard]] UnixMs wall_borne_out() const;
  [[nodiscard]] std::optional<Progress> examine_payload(const Proposal& proposal);
  [[nodiscard]] Progress refuse(const Proposal& proposal, const char* reason);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
