#pragma once
// Compaction: what a new generation of the safety record starts with (C14).

#include <optional>
#include <vector>

#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/commitments.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"

namespace vitalstream::consensus {

class Compaction {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const Chain& chain;
    const CertificateStore& certificates;
    const SafetyRecord& record;
    const RightToSign& right;
    const Commitments& commitments;
  };
  explicit Compaction(const Sees& sees) : sees_(sees) {}

  // Nothing of consequence is forgotten.
  [[nodiscard]] std::vector<JournalRecord> remainder() const;

 private:
  [[nodiscard]] std::optional<NewRecord> right_to_vote() const;

  const Sees sees_;
};

}  // namespace vitalstream::consensus
