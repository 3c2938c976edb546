#include "node/process/node_ports.hpp"

#include <utility>

#include "net/wire/batch_frame.hpp"
#include "node/batches/stored_attachments.hpp"

namespace vitalstream::node {

void NodePorts::persist(EffectGate::Ticket ticket, std::vector<Bytes> records) {
  parts_.durability->persist(ticket, std::move(records));
}

void NodePorts::rotate(EffectGate::Ticket ticket, std::vector<Bytes> records) {
  parts_.durability->rotate(ticket, std::move(records));
}

void NodePorts::sign(const consensus::VoteSubject& subject) {
  if (may_sign_) {
    parts_.signer->sign(subject);
  }
}

void NodePorts::deliver(Delivery delivery) {
  parts_.commits->deliver(std::move(delivery));
}

void NodePorts::answer_from_store(const consensus::AnswerFromStore& request) {
  parts_.store_server->answer(request);
}

void NodePorts::send_batches(consensus::ValidatorIndex to, std::vector<WantedBytes> batches) {
  parts_.store_server->send_batches(to, std::move(batches));
}

bool NodePorts::store_batch(const consensus::BatchDigest& digest, const CachedBatch& batch) {
  const std::size_t items = batch.parsed.transactions().size();
  const SplitAttachments split = split_attachments(batch.attachments, items);
  const auto written = parts_.database->put_batch({digest, batch.stored, split.entries});
  if (!written) {
    parts_.fatal("database: " + std::string(storage::to_string(written.error())));
    return false;
  }
  if (const auto frame = net::decode_stored_batch(batch.stored)) {
    parts_.metrics->on_batch_stored(frame->header.header.lane.value(),
                                    batch.stored.size() + batch.attachments.size());
  }
  return true;
}

void NodePorts::forget_batches(const std::vector<consensus::BatchDigest>& digests) {
  const auto removed = parts_.database->remove_batches(digests);
  if (!removed) {
    parts_.fatal("database: " + std::string(storage::to_string(removed.error())));
  }
}

bool NodePorts::take_content(consensus::ValidatorIndex from, const consensus::BatchDigest& digest,
                             const OfferedBatch& batch) {
  return parts_.contents->take(from, digest, batch);
}

void NodePorts::renew_incarnation(consensus::Incarnation greater_than) {
  parts_.renew(greater_than);
}

void NodePorts::admitted(consensus::TxHandle handle) {
  parts_.intake->post(
      [submissions = parts_.submissions, handle] { submissions->on_admitted(handle); });
}

void NodePorts::refused_busy(consensus::TxHandle handle, Duration retry_after) {
  parts_.intake->post([submissions = parts_.submissions, handle, retry_after] {
    submissions->on_refused_busy(handle, retry_after);
  });
}

void NodePorts::evidence(const consensus::Evidence& evidence) {
  parts_.metrics->on_evidence();
  const auto kept = parts_.evidence->keep(evidence);
  if (!kept) {
    parts_.fatal("database: " + std::string(storage::to_string(kept.error())));
  } else if (*kept) {
    parts_.log->error("evidence of a fault",
                      {{"validator", (*kept)->accused}, {"fault", std::string((*kept)->fault)}});
  }
}

void NodePorts::alarm(const std::string& text) {
  parts_.metrics->on_alarm();
  parts_.log->error("alarm", {{"text", text}});
}

void NodePorts::halt(const consensus::Halt& halt) {
  may_sign_ = false;
  const auto noted = parts_.note_halt(halt);
  parts_.metrics->on_alarm();
  parts_.log->error(halt.kind == consensus::HaltKind::Halted
                        ? "halted: nothing is signed or executed any more, nor after a restart"
                        : "revoked: nothing is signed any more, nor after a restart",
                    {{"reason", halt.reason}, {"next", "vitalstream halt show"}});
  if (!noted) {
    parts_.log->error(
        "the halt could not be written beside the safety record: do not start this node again "
        "before the disk is right",
        {{"reason", std::string(storage::to_string(noted.error()))}});
  }
}

}  // namespace vitalstream::node
