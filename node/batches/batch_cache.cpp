#include "node/batches/batch_cache.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

// The parsed form beside the bytes: transactions, compact texts, shared bodies.
constexpr std::size_t kParsedFactor = 3;

std::size_t cost(const CachedBatch& batch) {
  return batch.stored.size() * kParsedFactor + batch.attachments.size();
}

}  // namespace

void BatchCache::put(const consensus::BatchDigest& digest,
                     std::shared_ptr<const CachedBatch> batch) {
  const std::size_t added = cost(*batch);
  if (!batches_.try_emplace(digest, Entry{std::move(batch), next_age_}).second) {
    return;
  }
  by_age_.emplace(next_age_++, digest);
  bytes_ += added;
  // The newest stays, however large: who puts it wants it next.
  while (bytes_ > bytes_max_ && batches_.size() > 1) {
    erase(consensus::BatchDigest{by_age_.begin()->second});
  }
}

std::shared_ptr<const CachedBatch> BatchCache::find(const consensus::BatchDigest& digest) const {
  const auto found = batches_.find(digest);
  return found == batches_.end() ? nullptr : found->second.batch;
}

void BatchCache::erase(const consensus::BatchDigest& digest) {
  const auto found = batches_.find(digest);
  if (found == batches_.end()) {
    return;
  }
  bytes_ -= cost(*found->second.batch);
  by_age_.erase(found->second.age);
  batches_.erase(found);
}

}  // namespace vitalstream::node
