#pragma once
// LedgerReader: blocks, transactions and proofs out of the database, decoded. What the RPC answers
// and receipts are made of. Any thread; each call reads one snapshot.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "consensus/types/block.hpp"
#include "consensus/types/certificate.hpp"
#include "consensus/types/seal.hpp"
#include "crypto/merkle_proof.hpp"
#include "crypto/merkle_tiles.hpp"
#include "ledger/types/batch_items.hpp"
#include "ledger/types/result.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

// Why an answer cannot be given.
enum class ReadError {
  NotFound,  // it is not there
  Damaged,   // what was written there is not what is read; the rest can be read
  Storage,   // the database failed
};

[[nodiscard]] ReadError read_error(storage::StorageError error);

template <class T>
using ReadResult = Result<T, ReadError>;

struct BlockRecord {
  consensus::Block block;
  consensus::BlockDigest digest;
};

struct TxRecord {
  storage::TxLocation location;
  ledger::TxResult result;
};

// The transactions of a stored batch, each spelled out when it is asked for.
class StoredItems {
 public:
  // Nothing if the bytes are no stored batch.
  [[nodiscard]] static std::optional<StoredItems> from(Bytes stored);

  [[nodiscard]] std::size_t size() const { return items_.size(); }
  // The JWS in compact serialization. Asserts that there is such an item.
  [[nodiscard]] std::string compact(std::size_t item) const { return items_.compact(item); }
  [[nodiscard]] std::size_t bytes() const;

 private:
  StoredItems() = default;

  Bytes stored_;  // moving it keeps the address of its bytes
  ledger::BatchItems items_;
};

class LedgerReader {
 public:
  explicit LedgerReader(const storage::Database& database) : view_(database.snapshot()) {}

  [[nodiscard]] ReadResult<BlockRecord> tip() const;
  [[nodiscard]] ReadResult<BlockRecord> block(consensus::Height height) const;
  [[nodiscard]] ReadResult<std::vector<ledger::TxResult>> results(consensus::Height height) const;
  [[nodiscard]] ReadResult<storage::ExecutedInfo> executed(consensus::Height height) const;
  [[nodiscard]] ReadResult<consensus::Certificate> finalization(consensus::Height height) const;

  // The lowest at or above a height: it covers every block up to its own.
  [[nodiscard]] ReadResult<consensus::Seal> first_seal_from(consensus::Height height) const;

  [[nodiscard]] ReadResult<storage::TxLocation> location_of(const ledger::TxId& id) const;
  [[nodiscard]] ReadResult<TxRecord> transaction(const ledger::TxId& id) const;
  // The batch that holds the transaction at this place, and its position therein.
  struct Place {
    consensus::BatchDigest batch;
    std::uint32_t item = 0;
  };
  [[nodiscard]] ReadResult<std::vector<storage::CommittedBatch>> batches_of(
      consensus::Height height) const;
  [[nodiscard]] ReadResult<StoredItems> items_of(const consensus::BatchDigest& batch) const;
  [[nodiscard]] ReadResult<Place> place_of(const storage::TxLocation& location) const;
  [[nodiscard]] ReadResult<std::string> compact_jws(const storage::TxLocation& location) const;
  // All of a block, in order.
  [[nodiscard]] ReadResult<std::vector<std::string>> compact_jws_of(consensus::Height height) const;

  // Nodes of the ledger-wide Merkle log, for proofs.
  [[nodiscard]] crypto::NodeReader log_nodes() const;
  [[nodiscard]] crypto::TileReader log_tiles() const { return log_tiles(view_); }
  [[nodiscard]] static crypto::TileReader log_tiles(storage::ReadView view);

  [[nodiscard]] const storage::ReadView& view() const { return view_; }

 private:
  storage::ReadView view_;
};

}  // namespace vitalstream::node
