#include "node/app/batch_cache.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

// The parsed form beside the bytes: transactions, compact texts, shared bodies.
constexpr std::size_t kParsedFactor = 3;

}  // namespace

void BatchCache::put(const consensus::BatchDigest& digest,
                     std::shared_ptr<const CachedBatch> batch) {
  const std::size_t added = cost(*batch);
  if (!batches_.emplace(digest, std::move(batch)).second) {
    return;
  }
  bytes_ += added;
  order_.push_back(digest);
  while (bytes_ > bytes_max_ && batches_.size() > 1) {
    drop_oldest();
  }
}

std::shared_ptr<const CachedBatch> BatchCache::find(const consensus::BatchDigest& digest) const {
  const auto found = batches_.find(digest);
  return found == batches_.end() ? nullptr : found->second;
}

void BatchCache::erase(const consensus::BatchDigest& digest) {
  const auto found = batches_.find(digest);
  if (found == batches_.end()) {
    return;
  }
  bytes_ -= cost(*found->second);
  batches_.erase(found);
  while (!order_.empty() && !batches_.contains(order_.front())) {
    order_.pop_front();
  }
}

std::size_t BatchCache::cost(const CachedBatch& batch) {
  return batch.stored.size() * kParsedFactor + batch.attachments.size();
}

void BatchCache::drop_oldest() {
  const consensus::BatchDigest oldest = order_.front();
  order_.pop_front();
  erase(oldest);
}

}  // namespace vitalstream::node
