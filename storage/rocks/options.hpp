#pragma once
// RocksDB's options: the part that safety fixes (storage/README.md "The database",
// storage/encrypted_fs/README.md "What RocksDB is told") and the part that was tuned by
// bench/micro/commit_bench. Within storage only.

#include <rocksdb/cache.h>
#include <rocksdb/options.h>

#include <memory>

#include "storage/column_family.hpp"
#include "storage/database_options.hpp"

namespace vitalstream::storage {

[[nodiscard]] rocksdb::DBOptions make_db_options(const DatabaseOptions& options);

[[nodiscard]] rocksdb::ColumnFamilyOptions make_family_options(
    ColumnFamily family, const DatabaseOptions& options,
    const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace vitalstream::storage
