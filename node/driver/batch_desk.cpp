#include "node/driver/batch_desk.hpp"

#include "base/assert.hpp"
#include "node/driver/limits.hpp"

namespace vitalstream::node {

BatchDesk::BatchDesk(Parts parts) : parts_(std::move(parts)), cache_(kBatchCacheBytesMax) {}

consensus::Submit BatchDesk::hear(const Submitted& submitted) {
  const PendingTx& pending = *submitted.pending;
  consensus::Submit submit;
  submit.handle = submitted.handle;
  submit.body_bytes = static_cast<std::uint32_t>(pending.body_bytes);
  submit.attachment_bytes = static_cast<std::uint32_t>(pending.attachment_bytes);
  pending_.emplace(submitted.handle, submitted.pending);
  return submit;
}

std::optional<consensus::BatchArrived> BatchDesk::hear(Offered& offered) {
  OfferedBatch& batch = offered.batch;
  const consensus::BatchDigest digest =
      consensus::batch_digest(parts_.context.genesis, batch.frame.header.header);
  if (parts_.contents.take(offered.from, digest, batch)) {
    return std::nullopt;
  }
  const consensus::BatchArrived arrived{offered.from, batch.frame.header, digest,
                                        batch.frame.stored.size() + batch.frame.attachments.size()};
  offered_.insert_or_assign({digest, offered.from}, std::move(batch));
  return arrived;
}

consensus::Input BatchDesk::hear(Judged& judged) {
  if (judged.outcome) {
    cache_.put(judged.digest, judged.outcome->cached);
    return consensus::BatchVerified{std::move(judged.outcome->verified)};
  }
  const BatchFault fault = judged.outcome.error();
  return consensus::BatchInvalid{judged.from, judged.batch.frame.header, judged.digest,
                                 is_owner_fault(fault), fault == BatchFault::AttachmentsMissing};
}

consensus::OwnBatchClosed BatchDesk::hear(Closed& closed) {
  cache_.put(closed.batch.verified.digest, closed.batch.cached);
  return {std::move(closed.batch.verified)};
}

consensus::IncarnationRenewed BatchDesk::hear(const BatchMakerRenewed& renewed) {
  parts_.maker = renewed.maker;
  return {renewed.maker->lane_key().incarnation};
}

void BatchDesk::close(const consensus::CloseBatch& effect) {
  std::vector<std::shared_ptr<const PendingTx>> items;
  items.reserve(effect.items.size());
  for (const consensus::TxHandle handle : effect.items) {
    const auto found = pending_.find(handle);
    VS_ASSERT(found != pending_.end());
    items.push_back(found->second);
  }
  static_cast<void>(
      parts_.pool.post(VerifyPool::Priority::Batches, std::nullopt,
                       [&store = parts_.store, &desk = parts_.desk, maker = parts_.maker, effect,
                        items = std::move(items)](VerifyWorker&) {
                         VerifiedIntake closed = maker->close(effect, items);
                         if (store.store(closed.verified.digest, *closed.cached)) {
                           desk.leave(Closed{std::move(closed)});
                         }
                       }));
}

void BatchDesk::verify(const consensus::VerifyBatch& effect) {
  const auto found = offered_.find({effect.digest, effect.from});
  VS_ASSERT(found != offered_.end());
  OfferedBatch offered = std::move(found->second);
  offered_.erase(found);
  static_cast<void>(parts_.pool.post(
      VerifyPool::Priority::Batches, effect.from,
      [&parts = std::as_const(parts_), effect,
       batch = std::move(offered)](VerifyWorker& worker) mutable {
        auto outcome = verify_batch(parts.context, batch.frame, effect.depth, worker);
        if (!outcome || parts.store.store(effect.digest, *outcome->cached)) {
          parts.desk.leave(
              Judged{effect.from, std::move(batch), effect.digest, std::move(outcome)});
        }
      }));
}

void BatchDesk::drop(const consensus::DropBatch& effect) {
  offered_.erase({effect.digest, effect.from});
}

void BatchDesk::forget(const consensus::ForgetTransactions& effect) {
  for (const consensus::TxHandle handle : effect.handles) {
    pending_.erase(handle);
  }
}

void BatchDesk::forget(const consensus::ForgetBatches& effect) {
  for (const consensus::BatchDigest& digest : effect.digests) {
    cache_.erase(digest);
  }
  parts_.store.forget(effect.digests);
}

std::vector<std::shared_ptr<const CachedBatch>> BatchDesk::take_out(const consensus::Block& block) {
  std::vector<std::shared_ptr<const CachedBatch>> batches;
  batches.reserve(block.references.size());
  for (const consensus::BatchRef& reference : block.references) {
    batches.push_back(cache_.find(reference.digest));
    cache_.erase(reference.digest);
  }
  return batches;
}

std::vector<WantedBytes> BatchDesk::wanted(const consensus::SendBatches& effect) const {
  std::vector<WantedBytes> batches;
  batches.reserve(effect.digests.size());
  for (const consensus::BatchDigest& digest : effect.digests) {
    batches.push_back({digest, cache_.find(digest)});
  }
  return batches;
}

}  // namespace vitalstream::node
