#pragma once
// Proposing: the leader's part (C3, C4, C5), and what its header commits to (E2, E3, E4).

#include <vector>

#include "consensus/core/casting.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/fetches.hpp"
#include "consensus/core/nullifying.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/payload_source.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Proposing {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const PayloadSource& payload;
    const CertificateStore& certificates;
    const CurrentView& view;
    const Pacing& pacing;
    const SafetyRecord& record;
    const RightToSign& right;
    const Step& step;
    Chain& chain;
    Proposals& proposals;
    Fetches& fetches;
    Nullifying& nullifying;
    Casting& casting;
  };
  explicit Proposing(const Sees& sees) : sees_(sees) {}

  void try_propose();
  // Until then a loaded leader gathers more.
  [[nodiscard]] Instant gathered_at() const;

 private:
  [[nodiscard]] bool is_lagging(const BlockHeader& parent) const;
  [[nodiscard]] bool is_gathering(const PayloadSelection& selection) const;
  [[nodiscard]] bool wants_empty_block(const ChainPoint& parent);
  [[nodiscard]] Block build_block(const ChainPoint& parent, std::vector<BatchRef> references,
                                  const crypto::MerkleFrontier& log) const;
  void propose(const ChainPoint& parent, const Block& block, ChainState state,
               std::vector<BatchDigest> carried);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
