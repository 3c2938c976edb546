#pragma once
// E1, E2: the own execution has moved on; headers that waited for it can be judged.

#include "consensus/core/chain.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"

namespace vitalstream::consensus {

class OnCommitted {
 public:
  struct Sees {
    Chain& chain;
    SafetyRecord& record;
    RightToSign& right;
  };
  explicit OnCommitted(const Sees& sees) : sees_(sees) {}

  void on(const Committed& input);

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
