#pragma once
// Halt: why a replica signs nothing more until an operator has decided. An effect that the runner
// makes durable before anything else happens, and what the next start is given back (C14), so that
// a restart is no way round it. Any thread.

#include <string>

namespace vitalstream::consensus {

enum class HaltKind {
  Halted,   // S11, C14: nothing is signed, delivered or executed any more
  Revoked,  // C15: the safety record lacks own votes; the replica follows and signs nothing
};

struct Halt {
  HaltKind kind = HaltKind::Halted;
  std::string reason;
  friend bool operator==(const Halt&, const Halt&) = default;
};

}  // namespace vitalstream::consensus
