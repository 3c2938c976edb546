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
#include "ledger/types/batch_body.hpp"
#include "ledger/types/result.hpp"
#include "node/batches/batch_cache.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

// Why an answer cannot be given: it is not there, or the database failed.
enum class ReadError { NotFound, Storage };

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

  [[nodiscard]] ReadResult<TxRecord> transaction(const ledger::TxId& id) const;
  // The batch that holds the transaction at this place, and its position therein.
  struct Place {
    consensus::BatchDigest batch;
    std::uint32_t item = 0;
  };
  [[nodiscard]] ReadResult<Place> place_of(const storage::TxLocation& location) const;
  [[nodiscard]] ReadResult<std::string> compact_jws(const storage::TxLocation& location) const;
  // All of a block, in order.
  [[nodiscard]] ReadResult<std::vector<std::string>> compact_jws_of(consensus::Height height) const;

  // Nodes of the ledger-wide Merkle log, for proofs.
  [[nodiscard]] crypto::NodeReader log_nodes() const;
  [[nodiscard]] crypto::TileReader log_tiles() const;

  [[nodiscard]] const storage::ReadView& view() const { return view_; }

 private:
  storage::ReadView view_;
};

}  // namespace vitalstream::node
