#pragma once
// EvidenceStore: evidence of faults (S2, L6) in the database, across restarts. Whoever signs faults
// can sign any number: of each validator so many are kept, which prove as much as all would.
// Made by the assembly of a node; then used by the driver's thread alone.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "consensus/types/evidence.hpp"
#include "consensus/types/validator_set.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class EvidenceStore {
 public:
  // What an operator is told.
  struct Kept {
    std::string accused;
    std::string_view fault;
  };

  // Counts what is there.
  [[nodiscard]] static Result<EvidenceStore, storage::StorageError> open(
      storage::Database& database, const consensus::ValidatorSet& set);

  // Nothing if it is known already or enough is known of the accused.
  [[nodiscard]] Result<std::optional<Kept>, storage::StorageError> keep(
      const consensus::Evidence& evidence);

 private:
  EvidenceStore(storage::Database& database, const consensus::ValidatorSet& set)
      : database_(&database), set_(&set) {}

  storage::Database* database_;
  const consensus::ValidatorSet* set_;
  std::set<Hash32> known_;
  std::map<consensus::ValidatorId, std::size_t> kept_;
};

}  // namespace vitalstream::node
