#include "node/driver/batch_store.hpp"

#include "net/wire/batch_frame.hpp"
#include "node/batches/stored_attachments.hpp"

namespace vitalstream::node {

bool BatchStore::store(const consensus::BatchDigest& digest, const CachedBatch& batch) {
  const std::size_t items = batch.parsed.transactions().size();
  const SplitAttachments split = split_attachments(batch.attachments, items);
  const auto written = database_.put_batch({digest, batch.stored, split.entries});
  if (!written) {
    on_failure_("database: " + std::string(storage::to_string(written.error())));
    return false;
  }
  if (const auto frame = net::decode_stored_batch(batch.stored)) {
    metrics_.on_batch_stored(frame->header.header.lane.value(),
                             batch.stored.size() + batch.attachments.size());
  }
  return true;
}

void BatchStore::forget(const std::vector<consensus::BatchDigest>& digests) {
  const auto removed = database_.remove_batches(digests);
  if (!removed) {
    on_failure_("database: " + std::string(storage::to_string(removed.error())));
  }
}

}  // namespace vitalstream::node
