#pragma once
// LaneCosts: what the verification of each lane's batches has cost lately, in units of
// kVerifyUnits (limits.hpp). A lane may be full of signatures that are dear to check, all of them
// valid; beyond its budget nothing of it is verified that no block asks for, until time has paid
// for it. Used by Intake. Engine thread.

#include <cstdint>
#include <map>

#include "base/time.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

class LaneCosts {
 public:
  void charge(Instant now, ValidatorId lane, std::uint64_t units);
  [[nodiscard]] bool is_spent(Instant now, ValidatorId lane) const;

 private:
  struct Account {
    Instant at;
    std::uint64_t owed = 0;  // units, at that time
  };
  [[nodiscard]] std::uint64_t owed(Instant now, ValidatorId lane) const;

  std::map<ValidatorId, Account> accounts_;
};

}  // namespace vitalstream::consensus
