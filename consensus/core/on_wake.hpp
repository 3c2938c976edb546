#pragma once
// C2: time alone. What is due is found by Replica::progress, which runs after every input.

#include "consensus/core/input.hpp"

namespace vitalstream::consensus {

class OnWake {
 public:
  void on(const Wake&) const {}
};

}  // namespace vitalstream::consensus
