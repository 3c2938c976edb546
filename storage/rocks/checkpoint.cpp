#include "storage/rocks/checkpoint.hpp"

#include <rocksdb/utilities/checkpoint.h>

#include <memory>

#include "storage/rocks/status.hpp"

namespace vitalstream::storage {

Written make_checkpoint(RocksHandle& rocks, const std::filesystem::path& folder) {
  rocksdb::Checkpoint* made = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(&rocks.db(), &made);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  if (status.ok()) {
    status = checkpoint->CreateCheckpoint(folder.string());
  }
  // A checkpoint that failed has changed nothing of the database.
  return status.ok() ? Written() : Written(to_storage_error(status));
}

}  // namespace vitalstream::storage
