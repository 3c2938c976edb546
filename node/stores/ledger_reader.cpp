#include "node/stores/ledger_reader.hpp"

#include <memory>
#include <utility>

#include "consensus/types/codec.hpp"
#include "node/batches/batch_intake.hpp"

namespace vitalstream::node {
namespace {

// An answer, nothing, or a failure, as one of two outcomes.
template <class T>
ReadResult<T> required(storage::Read<T> read) {
  if (!read) {
    return ReadError::Storage;
  }
  if (!*read) {
    return ReadError::NotFound;
  }
  return std::move(**read);
}

}  // namespace

ReadResult<BlockRecord> LedgerReader::tip() const {
  const auto tip = required(view_.tip());
  return tip ? block(tip->height) : ReadResult<BlockRecord>(tip.error());
}

ReadResult<BlockRecord> LedgerReader::block(consensus::Height height) const {
  const auto stored = required(view_.block(height));
  if (!stored) {
    return stored.error();
  }
  ByteReader reader(stored->encoded);
  BlockRecord record{consensus::read_block(reader), stored->digest};
  return reader.finished() ? ReadResult<BlockRecord>(std::move(record))
                           : ReadResult<BlockRecord>(ReadError::Storage);
}

ReadResult<std::vector<ledger::TxResult>> LedgerReader::results(consensus::Height height) const {
  const auto stored = required(view_.results(height));
  if (!stored) {
    return stored.error();
  }
  auto decoded = ledger::decode_results(*stored);
  if (!decoded) {
    return ReadError::Storage;
  }
  return std::move(*decoded);
}

ReadResult<storage::ExecutedInfo> LedgerReader::executed(consensus::Height height) const {
  return required(view_.executed(height));
}

ReadResult<consensus::Certificate> LedgerReader::finalization(consensus::Height height) const {
  const auto stored = required(view_.finalization(height));
  if (!stored) {
    return stored.error();
  }
  ByteReader reader(*stored);
  auto certificate = consensus::read_certificate(reader);
  if (!reader.finished()) {
    return ReadError::Storage;
  }
  return certificate;
}

ReadResult<consensus::Seal> LedgerReader::first_seal_from(consensus::Height height) const {
  const auto stored = required(view_.first_seal_from(height));
  if (!stored) {
    return stored.error();
  }
  ByteReader reader(stored->value);
  auto seal = consensus::read_seal(reader);
  if (!reader.finished() || seal.height != stored->height) {
    return ReadError::Storage;
  }
  return seal;
}

ReadResult<TxRecord> LedgerReader::transaction(const ledger::TxId& id) const {
  const auto location = required(view_.location_of(id));
  if (!location) {
    return location.error();
  }
  const auto all = results(location->height);
  if (!all || location->index.value() >= all->size()) {
    return ReadError::Storage;
  }
  return TxRecord{*location, (*all)[location->index.value()]};
}

ReadResult<LedgerReader::Place> LedgerReader::place_of(const storage::TxLocation& location) const {
  const auto batches = required(view_.batches_of(location.height));
  if (!batches) {
    return batches.error();
  }
  std::uint32_t item = location.index.value();
  for (const storage::CommittedBatch& batch : *batches) {
    if (item < batch.items) {
      return Place{batch.digest, item};
    }
    item -= batch.items;
  }
  return ReadError::Storage;
}

ReadResult<std::string> LedgerReader::compact_jws(const storage::TxLocation& location) const {
  const auto place = place_of(location);
  if (!place) {
    return place.error();
  }
  auto stored = required(view_.batch(place->batch));
  if (!stored) {
    return stored.error();
  }
  const auto batch = reread_batch(std::move(*stored), {});
  if (batch == nullptr) {
    return ReadError::Storage;
  }
  return std::string(batch->parsed.transactions()[place->item].compact);
}

ReadResult<std::vector<std::string>> LedgerReader::compact_jws_of(consensus::Height height) const {
  const auto batches = required(view_.batches_of(height));
  if (!batches) {
    return batches.error();
  }
  std::vector<std::string> all;
  for (const storage::CommittedBatch& one : *batches) {
    auto stored = required(view_.batch(one.digest));
    const auto batch = stored ? reread_batch(std::move(*stored), {}) : nullptr;
    if (batch == nullptr) {
      return ReadError::Storage;
    }
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      all.emplace_back(transaction.compact);
    }
  }
  return all;
}

crypto::TileReader LedgerReader::log_tiles() const {
  return [view = view_](const crypto::TileId& id) -> std::optional<crypto::TileHashes> {
    auto stored = view.tile(id);
    return stored ? std::move(*stored) : std::nullopt;
  };
}

crypto::NodeReader LedgerReader::log_nodes() const {
  const auto reader = std::make_shared<crypto::TileNodeReader>(log_tiles());
  return [reader](const crypto::NodeId& node) { return (*reader)(node); };
}

}  // namespace vitalstream::node
