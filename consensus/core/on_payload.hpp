#pragma once
// C2, C7, C9: a batch became held: work may have appeared, and what waited for data may go on. That
// is found by Replica::progress, which runs after every input.

#include "consensus/core/input.hpp"

namespace vitalstream::consensus {

class OnPayload {
 public:
  void on(const PayloadChanged&) const {}
};

}  // namespace vitalstream::consensus
