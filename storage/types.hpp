#pragma once
// The vocabulary of the stores. Blocks, certificates, results, state and index entries are bytes
// here: storage does not know what they mean.

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "consensus/types/ids.hpp"
#include "crypto/rfc6962.hpp"
#include "ledger/types/ids.hpp"
#include "storage/storage_error.hpp"

namespace vitalstream::storage {

using consensus::BatchDigest;
using consensus::BlockDigest;
using consensus::ExecutedRoot;
using consensus::Height;
using consensus::LogRoot;
using crypto::LeafIndex;
using crypto::TreeSize;
using ledger::BlockIndex;
using ledger::DeltaDigest;
using ledger::ResultsRoot;
using ledger::TxId;

// What a read yields: nothing is an answer, an error is not.
template <class T>
using Read = Result<std::optional<T>, StorageError>;
using Written = Result<void, StorageError>;

// The newest committed block.
struct Tip {
  Height height;
  BlockDigest digest;
  friend bool operator==(const Tip&, const Tip&) = default;
};

struct StoredBlock {
  BlockDigest digest;
  Bytes encoded;
};

// A batch in the order of its block; the items of all of them are the block's transactions.
struct CommittedBatch {
  BatchDigest digest;
  std::uint32_t items = 0;
  friend bool operator==(const CommittedBatch&, const CommittedBatch&) = default;
};

// Where a transaction is: its block, its position therein, its leaf in the ledger-wide log.
struct TxLocation {
  Height height;
  BlockIndex index;
  LeafIndex leaf;
  friend bool operator==(const TxLocation&, const TxLocation&) = default;
};

// What the execution of a block yielded.
struct ExecutedInfo {
  ExecutedRoot executed_root;
  ResultsRoot results_root;
  DeltaDigest delta_digest;
  TreeSize log_size;
  LogRoot log_root;
  friend bool operator==(const ExecutedInfo&, const ExecutedInfo&) = default;
};

struct AtHeight {
  Height height;
  Bytes value;
};

struct KeyValue {
  Bytes key;
  Bytes value;
};

}  // namespace vitalstream::storage
