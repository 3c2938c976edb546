#pragma once
// BatchCache: closed and verified batches in memory, from reception until the block that orders
// them has been executed, so that a body is parsed once. Bounded in bytes; what it drops is read
// back from the database. Owned by the driver's thread; the batches themselves are immutable and
// shared.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

#include "base/bytes.hpp"
#include "consensus/types/ids.hpp"
#include "ledger/types/batch_body.hpp"

namespace vitalstream::node {

struct CachedBatch {
  Bytes stored;       // header and body as they are in the database (net/wire/batch_frame.hpp)
  Bytes attachments;  // as they travel
  ledger::ParsedBatch parsed;
};

class BatchCache {
 public:
  explicit BatchCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  void put(const consensus::BatchDigest& digest, std::shared_ptr<const CachedBatch> batch);
  // Null if it was never here or has been dropped.
  [[nodiscard]] std::shared_ptr<const CachedBatch> find(const consensus::BatchDigest& digest) const;
  void erase(const consensus::BatchDigest& digest);
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::shared_ptr<const CachedBatch> batch;
    std::uint64_t age = 0;  // its place in `by_age_`
  };

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::map<consensus::BatchDigest, Entry> batches_;
  std::map<std::uint64_t, consensus::BatchDigest> by_age_;  // ascending: the oldest first
  std::uint64_t next_age_ = 0;
};

}  // namespace vitalstream::node
