#pragma once
// ForeignVotes: own votes that the safety record does not hold (C14). Nothing is signed that was
// not recorded first, so another process has cast them, or this one with a later disk.

#include "consensus/core/certificate_store.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"

namespace vitalstream::consensus {

class ForeignVotes {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    const SafetyRecord& record;
    RightToSign& right;
  };
  explicit ForeignVotes(const Sees& sees) : sees_(sees) {}

  // A verified own vote that the record should hold and does not.
  [[nodiscard]] bool is_foreign(const VoteSubject& own_signed) const;
  [[nodiscard]] bool are_shown_by(const Certificate& certificate) const;
  void halt_for(View view);

 private:
  [[nodiscard]] bool remembers_all_of(View view) const;

  const Sees sees_;
};

}  // namespace vitalstream::consensus
