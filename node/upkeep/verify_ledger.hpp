#pragma once
// `vitalstream ledger verify`: is every file of a stopped node's ledger whole, its safety record
// too, and is what they hold what the validators have signed? Changes nothing.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "node/upkeep/ledger_audit.hpp"
#include "storage/encrypted_fs/scrub.hpp"

namespace vitalstream::node {

struct LedgerVerification {
  storage::ScrubReport files;
  // What is wrong with the safety record; empty if nothing is.
  std::string record;
  // Why the blocks could not be looked at; empty if they were.
  std::string unopened;
  AuditCounts counts;
  consensus::Height newest;
  consensus::Height certified;
  std::vector<AuditFinding> findings;

  [[nodiscard]] bool is_sound() const;
};

// Of what ("files", "blocks"), and how far it is.
using VerificationProgress =
    std::function<void(std::string_view of, std::uint64_t done, std::uint64_t all)>;

[[nodiscard]] Result<LedgerVerification, SetupFailure> verify_ledger(
    const Config& config, const VerificationProgress& progress);

}  // namespace vitalstream::node
