#include "tests/byzantine/peer/batch_shelf.hpp"

#include <utility>

namespace vitalstream::byzantine {
namespace {

constexpr std::size_t kBytesMax = 64 * 1024 * 1024;

}  // namespace

void BatchShelf::keep(const net::PeerMessage& message) {
  if (const auto* batch = std::get_if<net::BatchFrame>(&message)) {
    keep_one(*batch);
    return;
  }
  for (const net::BatchFrame& batch : std::get<net::CarryingMessage>(message).carried) {
    keep_one(batch);
  }
}

void BatchShelf::keep_one(const net::BatchFrame& frame) {
  const auto& header = frame.header.header;
  const auto digest = consensus::batch_digest(genesis_, header);
  net::StoredBatch batch{to_bytes(frame.stored), to_bytes(frame.attachments)};
  const std::size_t size = batch.stored.size() + batch.attachments.size();
  if (!batches_.emplace(digest, std::move(batch)).second) {
    return;
  }
  order_.push_back(digest);
  bytes_ += size;
  const consensus::LanePosition position{header.incarnation, header.sequence, digest};
  auto& newest = newest_[header.lane];
  if (is_ahead(position, newest)) {
    newest = position;
  }
  while (bytes_ > kBytesMax) {
    const auto oldest = batches_.find(order_.front());
    bytes_ -= oldest->second.stored.size() + oldest->second.attachments.size();
    batches_.erase(oldest);
    order_.pop_front();
  }
}

const net::StoredBatch* BatchShelf::find(const consensus::BatchDigest& digest) const {
  const auto found = batches_.find(digest);
  return found == batches_.end() ? nullptr : &found->second;
}

consensus::Watermarks BatchShelf::watermarks() const {
  consensus::Watermarks watermarks;
  for (const auto& [lane, position] : newest_) {
    watermarks.entries.push_back({lane, position});
  }
  return watermarks;
}

}  // namespace vitalstream::byzantine
