#pragma once
// The RocksDB side of a CommitBatch. The many small entries of a block (transaction index, state,
// postings) are gathered first and written in the order of their keys: inserting neighbours one
// after the other costs a fraction of inserting at random. Within storage only.

#include <rocksdb/write_batch.h>

#include <array>
#include <vector>

#include "storage/commit_batch.hpp"
#include "storage/rocks/handle.hpp"

namespace vitalstream::storage {

class CommitBatch::Writes {
 public:
  explicit Writes(RocksHandle& rocks);

  void put(ColumnFamily family, ByteView key, ByteView value);
  void erase(ColumnFamily family, ByteView key);

  // To be written by `finish`, the entries of each family sorted; of two for one key the later
  // one counts.
  void put_sorted(ColumnFamily family, ByteView key, ByteView value);
  void erase_sorted(ColumnFamily family, ByteView key);
  [[nodiscard]] rocksdb::WriteBatch& finish();

  [[nodiscard]] std::size_t bytes() const;

 private:
  enum class Change : std::uint8_t { Put, Erase };
  // A key and its value, one after the other in `gathered_`.
  struct Entry {
    std::size_t begin = 0;
    std::uint32_t key_bytes = 0;
    std::uint32_t value_bytes = 0;
    Change change = Change::Put;
  };
  using Entries = std::vector<Entry>;

  void gather(ColumnFamily family, ByteView key, ByteView value, Change change);
  void write_sorted(ColumnFamily family, Entries& entries);
  [[nodiscard]] ByteView key_of(const Entry& entry) const;
  static void check(const rocksdb::Status& status);

  const std::shared_ptr<const Families> families_;
  rocksdb::WriteBatch batch_;
  Bytes gathered_;
  std::array<Entries, kColumnFamilies.size()> entries_;
};

}  // namespace vitalstream::storage
