#include "node/stores/ledger_reader.hpp"

#include <memory>
#include <utility>

#include "base/result.hpp"
#include "consensus/types/codec.hpp"
#include "net/wire/batch_frame.hpp"

namespace vitalstream::node {
namespace {

// An answer, nothing, or a failure, as one of two outcomes.
template <class T>
ReadResult<T> required(storage::Read<T> read) {
  if (!read) {
    return read_error(read.error());
  }
  if (!*read) {
    return ReadError::NotFound;
  }
  return std::move(**read);
}

}  // namespace

std::optional<StoredItems> StoredItems::from(Bytes stored) {
  StoredItems made;
  made.stored_ = std::move(stored);
  const auto frame = net::decode_stored_batch(made.stored_);
  auto items = frame ? ledger::BatchItems::find(frame->body) : std::nullopt;
  if (!items) {
    return std::nullopt;
  }
  made.items_ = std::move(*items);
  return made;
}

std::size_t StoredItems::bytes() const {
  return stored_.size() + items_.size() * sizeof(ledger::EnvelopeView);
}

ReadError read_error(storage::StorageError error) {
  return error == storage::StorageError::Corruption ? ReadError::Damaged : ReadError::Storage;
}

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
                           : ReadResult<BlockRecord>(ReadError::Damaged);
}

ReadResult<std::vector<ledger::TxResult>> LedgerReader::results(consensus::Height height) const {
  const auto stored = required(view_.results(height));
  if (!stored) {
    return stored.error();
  }
  auto decoded = ledger::decode_results(*stored);
  if (!decoded) {
    return ReadError::Damaged;
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
    return ReadError::Damaged;
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
    return ReadError::Damaged;
  }
  return seal;
}

ReadResult<storage::TxLocation> LedgerReader::location_of(const ledger::TxId& id) const {
  return required(view_.location_of(id));
}

ReadResult<TxRecord> LedgerReader::transaction(const ledger::TxId& id) const {
  VS_TRY(location, location_of(id));
  const auto stored = required(view_.results(location.height));
  if (!stored) {
    return stored.error() == ReadError::NotFound ? ReadError::Damaged : stored.error();
  }
  const auto result = ledger::stored_result(*stored, location.index);
  return result ? ReadResult<TxRecord>(TxRecord{location, *result})
                : ReadResult<TxRecord>(ReadError::Damaged);
}

ReadResult<std::vector<storage::CommittedBatch>> LedgerReader::batches_of(
    consensus::Height height) const {
  return required(view_.batches_of(height));
}

ReadResult<StoredItems> LedgerReader::items_of(const consensus::BatchDigest& batch) const {
  auto stored = required(view_.batch(batch));
  if (!stored) {
    return stored.error();
  }
  auto items = StoredItems::from(std::move(*stored));
  return items ? ReadResult<StoredItems>(std::move(*items))
               : ReadResult<StoredItems>(ReadError::Damaged);
}

ReadResult<LedgerReader::Place> LedgerReader::place_of(const storage::TxLocation& location) const {
  VS_TRY(batches, batches_of(location.height));
  std::uint32_t item = location.index.value();
  for (const storage::CommittedBatch& batch : batches) {
    if (item < batch.items) {
      return Place{batch.digest, item};
    }
    item -= batch.items;
  }
  return ReadError::Damaged;
}

ReadResult<std::string> LedgerReader::compact_jws(const storage::TxLocation& location) const {
  VS_TRY(place, place_of(location));
  VS_TRY(items, items_of(place.batch));
  // The block may say more of a damaged batch than there is.
  return place.item < items.size() ? ReadResult<std::string>(items.compact(place.item))
                                   : ReadResult<std::string>(ReadError::Damaged);
}

ReadResult<std::vector<std::string>> LedgerReader::compact_jws_of(consensus::Height height) const {
  VS_TRY(batches, batches_of(height));
  std::vector<std::string> all;
  for (const storage::CommittedBatch& one : batches) {
    VS_TRY(items, items_of(one.digest));
    if (items.size() != one.items) {
      return ReadError::Damaged;
    }
    for (std::size_t item = 0; item < items.size(); ++item) {
      all.push_back(items.compact(item));
    }
  }
  return all;
}

crypto::TileReader LedgerReader::log_tiles(storage::ReadView view) {
  return [view = std::move(view)](const crypto::TileId& id) -> std::optional<crypto::TileHashes> {
    auto stored = view.tile(id);
    return stored ? std::move(*stored) : std::nullopt;
  };
}

crypto::NodeReader LedgerReader::log_nodes() const {
  const auto reader = std::make_shared<crypto::TileNodeReader>(log_tiles());
  return [reader](const crypto::NodeId& node) { return (*reader)(node); };
}

}  // namespace vitalstream::node
