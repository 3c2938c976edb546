#pragma once
// OperatorNews: what the engine has to say to whoever operates the node: in the log, in the
// metrics, and where it must outlast the process, on disk. The driver's thread.

#include <filesystem>
#include <functional>
#include <string>

#include "node/driver/receivers.hpp"
#include "node/driver/vote_signer.hpp"
#include "node/ground/log.hpp"
#include "node/metrics/metrics.hpp"
#include "node/stores/evidence_store.hpp"

namespace vitalstream::node {

class OperatorNews final : public OperatorPort {
 public:
  struct Parts {
    EvidenceStore evidence;
    VoteSigner& signer;
    Metrics& metrics;
    Log& log;
    std::filesystem::path record_place;  // the directory of the safety record
    // The database failed: the process must stop.
    std::function<void(const std::string& reason)> on_failure;
  };
  explicit OperatorNews(Parts parts) : parts_(std::move(parts)) {}

  // Kept in the database, not synced.
  void evidence(const consensus::Evidence& evidence) override;
  void alarm(const std::string& text) override;
  void halt(const consensus::Halt& halt) override;

 private:
  Parts parts_;
};

}  // namespace vitalstream::node
