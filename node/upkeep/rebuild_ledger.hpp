#pragma once
// `vitalstream ledger rebuild`, on a stopped node: from a damaged database to a sound one. What can
// be read of the old one, and the validators have signed, is executed again into a new database
// beside it; the two are exchanged, and the node fetches the rest from the others when it starts.
//
//   db.rebuild is filled (again and again, if need be: it goes on where it ends)
//   the witnesses of the safety record that it does not reach are withdrawn
//   db -> db.damaged, db.rebuild -> db
//
// A crash anywhere is continued by the same command. Votes stay in the safety record, so nothing is
// voted twice, and no new record is needed (C15). The old database stays as db.damaged until an
// operator removes it.

#include <filesystem>
#include <string>

#include "node/stores/ledger_keys.hpp"
#include "node/stores/swap_databases.hpp"
#include "node/upkeep/verify_ledger.hpp"
#include "storage/journal.hpp"
#include "storage/types.hpp"

namespace vitalstream::node {

struct RebuildReport {
  consensus::Height kept;    // the newest block of the new database
  consensus::Height before;  // of the old one; 0 if that cannot be told
  // Why no more could be kept, and what could not even be opened; empty if all was kept.
  std::string obstacle;
  std::filesystem::path set_aside;  // empty if there was no old one
};

[[nodiscard]] Result<RebuildReport, SetupFailure> rebuild_ledger(
    const Config& config, const VerificationProgress& progress);

// What it works on, in a data directory that nobody else uses meanwhile, and through what.
struct RebuildSite {
  const LoadedGenesis& genesis;
  storage::FileOps& files;
  LedgerFiles ledger;
  DatabasePlaces databases;
  storage::JournalPlace record;
};

[[nodiscard]] Result<RebuildReport, SetupFailure> rebuild_ledger(
    const RebuildSite& site, const VerificationProgress& progress);

}  // namespace vitalstream::node
