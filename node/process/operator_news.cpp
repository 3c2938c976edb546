#include "node/process/operator_news.hpp"

#include "node/ground/wall_clock.hpp"
#include "storage/files/posix_file_ops.hpp"
#include "storage/halt_note.hpp"

namespace vitalstream::node {

void OperatorNews::evidence(const consensus::Evidence& evidence) {
  parts_.metrics.on_evidence();
  const auto kept = parts_.evidence.keep(evidence);
  if (!kept) {
    parts_.on_failure("database: " + std::string(storage::to_string(kept.error())));
  } else if (*kept) {
    parts_.log.error("evidence of a fault",
                     {{"validator", (*kept)->accused}, {"fault", std::string((*kept)->fault)}});
  }
}

void OperatorNews::alarm(const std::string& text) {
  parts_.metrics.on_alarm();
  parts_.log.error("alarm", {{"text", text}});
}

void OperatorNews::halt(const consensus::Halt& halt) {
  parts_.signer.fall_silent();
  storage::PosixFileOps files;
  const auto noted =
      storage::write_halt_note(files, parts_.record_place, {halt, read_clock().wall});
  parts_.metrics.on_alarm();
  parts_.log.error(halt.kind == consensus::HaltKind::Halted
                       ? "halted: nothing is signed or executed any more, nor after a restart"
                       : "revoked: nothing is signed any more, nor after a restart",
                   {{"reason", halt.reason}, {"next", "vitalstream halt show"}});
  if (!noted) {
    parts_.log.error(
        "the halt could not be written beside the safety record: do not start this node again "
        "before the disk is right",
        {{"reason", std::string(storage::to_string(noted.error()))}});
  }
}

}  // namespace vitalstream::node
