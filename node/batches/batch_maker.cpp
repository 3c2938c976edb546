#include "node/batches/batch_maker.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "consensus/types/batch_limits.hpp"
#include "crypto/sha256.hpp"
#include "ledger/types/batch_room.hpp"

namespace vitalstream::node {
namespace {

// Consensus bounds batches that the ledger fills: what the lane grants for the rest is enough, what
// one may hold is the same for both, and the largest transaction has room in a batch of its own.
static_assert(consensus::kBatchOverheadBytesMax >= consensus::kBatchHeaderBytesMax + 4 +
                                                       ledger::kBatchBodyCountsBytes +
                                                       ledger::kBatchAttachmentsCountBytes);
static_assert(consensus::kBatchBodyBytesMax == ledger::kBatchBodyBytesMax);
static_assert(consensus::kBatchBytesMax == ledger::kBatchAttachmentBytesMax);
static_assert(consensus::kBatchItemsMax == ledger::kBatchItemsMax);
static_assert(ledger::kCompactJwsBytesMax + ledger::kPublicKeyBytesMax +
                  ledger::kAttachmentContentBytesMax + 64 * ledger::kAttachmentsMax +
                  consensus::kBatchOverheadBytesMax <
              consensus::kBatchBytesMax);

Bytes body_of(const std::vector<std::shared_ptr<const PendingTx>>& items) {
  std::vector<ledger::BatchItem> body_items;
  body_items.reserve(items.size());
  for (const auto& item : items) {
    body_items.push_back({&item->key, item->transaction->envelope});
  }
  return ledger::build_batch_body(body_items);
}

Bytes attachments_of(const std::vector<std::shared_ptr<const PendingTx>>& items) {
  const bool none =
      std::ranges::all_of(items, [](const auto& item) { return item->attachments.empty(); });
  if (none) {
    return {};
  }
  std::vector<ledger::AttachmentList> lists;
  lists.reserve(items.size());
  for (const auto& item : items) {
    lists.push_back(item->attachments);
  }
  return ledger::encode_attachments(lists);
}

}  // namespace

BatchMaker::BatchMaker(const GenesisHash& genesis, consensus::LaneKey certified,
                       crypto::SigningKey key)
    : genesis_(genesis), certified_(std::move(certified)), key_(std::move(key)) {}

VerifiedIntake BatchMaker::close(const consensus::CloseBatch& order,
                                 const std::vector<std::shared_ptr<const PendingTx>>& items) const {
  VS_ASSERT(order.incarnation == certified_.incarnation && order.items.size() == items.size());
  const Bytes body = body_of(items);
  Bytes attachments = attachments_of(items);
  consensus::SignedBatchHeader header;
  header.header.lane = certified_.lane;
  header.header.incarnation = order.incarnation;
  header.header.sequence = order.sequence;
  header.header.previous = order.previous;
  header.header.body = consensus::BodyDigest{crypto::sha256(body)};
  header.header.items = static_cast<std::uint32_t>(items.size());
  header.header.body_bytes = static_cast<std::uint32_t>(body.size());
  header.lane_key = certified_;
  header.signature = key_.sign(consensus::batch_signing_bytes(genesis_, header.header));
  Bytes stored = net::encode_stored_batch(header, body);
  VerifiedIntake closed;
  closed.verified.signed_header = std::move(header);
  closed.verified.digest = consensus::batch_digest(genesis_, closed.verified.signed_header.header);
  closed.verified.total_bytes = stored.size() + attachments.size();
  VS_ASSERT(closed.verified.total_bytes <= consensus::kBatchBytesMax);
  closed.cached = reread_batch(std::move(stored), std::move(attachments));
  VS_ASSERT(closed.cached != nullptr);
  closed.verified.leaves = closed.cached->parsed.leaf_hashes();
  return closed;
}

}  // namespace vitalstream::node
