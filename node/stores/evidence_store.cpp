#include "node/stores/evidence_store.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/result.hpp"
#include "consensus/types/codec.hpp"
#include "crypto/sha256.hpp"
#include "node/stores/limits.hpp"

namespace vitalstream::node {
namespace {

using consensus::ValidatorId;

struct Accusation {
  ValidatorId accused;
  std::string_view fault;
};

class Accuse {
 public:
  explicit Accuse(const consensus::ValidatorSet& set) : set_(set) {}

  Accusation operator()(const consensus::ConflictingVotes& votes) const {
    return {set_.at(votes.first.signer).id, "two votes that exclude each other"};
  }
  Accusation operator()(const consensus::ConflictingBatches& batches) const {
    return {batches.first.header.lane, "two batches in one place of a lane"};
  }
  Accusation operator()(const consensus::InvalidBatch& batch) const {
    return {batch.header.header.lane, "a signed batch with an invalid transaction"};
  }

 private:
  const consensus::ValidatorSet& set_;
};

std::string name_of(ValidatorId id, const consensus::ValidatorSet& set) {
  const auto index = set.index_of(id);
  return index ? set.at(*index).name : "validator " + std::to_string(id.value());
}

}  // namespace

Result<EvidenceStore, storage::StorageError> EvidenceStore::open(
    storage::Database& database, const consensus::ValidatorSet& set) {
  EvidenceStore store(database, set);
  VS_TRY(entries, database.latest().evidence());
  for (const storage::KeyValue& entry : entries) {
    ByteReader reader(entry.value);
    const consensus::Evidence evidence = consensus::read_evidence(reader);
    Hash32 key{};
    if (!reader.finished() || entry.key.size() != key.size()) {
      return storage::StorageError::Corruption;
    }
    std::ranges::copy(entry.key, key.begin());
    store.known_.insert(key);
    store.kept_[std::visit(Accuse(set), evidence).accused] += 1;
  }
  return store;
}

Result<std::optional<EvidenceStore::Kept>, storage::StorageError> EvidenceStore::keep(
    const consensus::Evidence& evidence) {
  ByteWriter writer;
  consensus::write_evidence(writer, evidence);
  const Hash32 key = crypto::sha256(writer.bytes());
  const Accusation accusation = std::visit(Accuse(*set_), evidence);
  std::size_t& kept = kept_[accusation.accused];
  if (known_.contains(key) || kept >= kEvidencePerValidatorMax) {
    return std::optional<Kept>();
  }
  VS_RETURN_IF_ERROR(database_->put_evidence(key, writer.bytes()));
  known_.insert(key);
  kept += 1;
  return std::optional(Kept{name_of(accusation.accused, *set_), accusation.fault});
}

}  // namespace vitalstream::node
