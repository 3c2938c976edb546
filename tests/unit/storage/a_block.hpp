#pragma once
// Builds commits for tests: `a_block(database, 3).with_state("k", "v").build()`.

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/database.hpp"

namespace vitalstream::storage {

// A digest that tells its number.
template <class DigestType>
DigestType numbered(std::uint64_t number) {
  Hash32 bytes{};
  for (std::size_t at = 0; at < sizeof(number); ++at) {
    bytes[at] = static_cast<std::uint8_t>(number >> (8 * at));
  }
  return DigestType(bytes);
}

class BlockBuilder {
 public:
  BlockBuilder(Database& database, std::uint64_t height)
      : commit_batch_(database.begin_commit(
            {.height = Height(height), .digest = numbered<BlockDigest>(height)})) {}

  BlockBuilder& with_batches(const std::vector<CommittedBatch>& batches);
  BlockBuilder& with_state(std::string_view key, std::string_view value);
  BlockBuilder& with_index(std::string_view key, std::string_view value);
  // Everything else that a block may have; for what the builder has no word for.
  template <class Change>
  BlockBuilder& with(Change change);
  [[nodiscard]] CommitBatch build();

 private:
  CommitBatch commit_batch_;
  bool has_batches_ = false;
};

inline BlockBuilder a_block(Database& database, std::uint64_t height) {
  return BlockBuilder(database, height);
}

inline BlockBuilder& BlockBuilder::with_batches(const std::vector<CommittedBatch>& batches) {
  commit_batch_.set_batches(batches);
  has_batches_ = true;
  return *this;
}

inline BlockBuilder& BlockBuilder::with_state(std::string_view key, std::string_view value) {
  commit_batch_.put_state(as_bytes(key), as_bytes(value));
  return *this;
}

inline BlockBuilder& BlockBuilder::with_index(std::string_view key, std::string_view value) {
  commit_batch_.put_index(as_bytes(key), as_bytes(value));
  return *this;
}

template <class Change>
BlockBuilder& BlockBuilder::with(Change change) {
  change(commit_batch_);
  return *this;
}

inline CommitBatch BlockBuilder::build() {
  commit_batch_.set_block(as_bytes("block"));
  commit_batch_.set_results(as_bytes("results"));
  commit_batch_.set_executed(ExecutedInfo{});
  if (!has_batches_) {
    commit_batch_.set_batches({});
  }
  return std::move(commit_batch_);
}

}  // namespace vitalstream::storage
