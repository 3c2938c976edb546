#include "node/upkeep/verify_ledger.hpp"

#include <utility>

#include "node/stores/safety_record.hpp"
#include "node/upkeep/stopped_node.hpp"

namespace vitalstream::node {

bool LedgerVerification::is_sound() const {
  return files.faults.empty() && files.unreadable.empty() && record.empty() && unopened.empty() &&
         findings.empty();
}

Result<LedgerVerification, SetupFailure> verify_ledger(const Config& config,
                                                       const VerificationProgress& progress) {
  const auto node = open_stopped_node(config);
  if (!node) {
    return node.error();
  }
  const auto path = node->directory->database_path();
  LedgerVerification verification;
  auto files = storage::scrub(node->keyring, path, [&](std::uint64_t done, std::uint64_t all) {
    progress("files", done, all);
  });
  if (!files) {
    return SetupFailure{std::move(files.error())};
  }
  verification.files = std::move(*files);
  RecordFiles record_files(*node->files, node->keyring);
  if (const auto record =
          storage::Journal::look(record_files.ops(), node->directory->journal_place());
      !record) {
    verification.record = describe_record(record.error(), record_files).reason;
  }
  storage::DatabaseOptions options;
  options.access = storage::DatabaseAccess::Read;
  const auto database = open_ledger({.keyring = node->keyring}, path, options);
  if (!database) {
    verification.unopened = database.error().reason;
    return verification;
  }
  LedgerAudit audit(node->genesis, **database);
  while (audit.step()) {
    progress("blocks", audit.counts().blocks, audit.end().value());
  }
  verification.counts = audit.counts();
  verification.newest = audit.end();
  verification.certified = audit.certified();
  verification.findings = audit.findings();
  return verification;
}

}  // namespace vitalstream::node
