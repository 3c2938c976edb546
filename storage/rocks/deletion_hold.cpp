#include "storage/rocks/deletion_hold.hpp"

#include <utility>

namespace vitalstream::storage {

DeletionHold::DeletionHold(const std::shared_ptr<rocksdb::FileSystem>& target)
    : rocksdb::FileSystemWrapper(target) {}

rocksdb::IOStatus DeletionHold::DeleteFile(const std::string& name,
                                           const rocksdb::IOOptions& options,
                                           rocksdb::IODebugContext* debug) {
  {
    const std::lock_guard lock(mutex_);
    if (is_holding_) {
      held_.push_back(name);
      return rocksdb::IOStatus::OK();
    }
  }
  return target()->DeleteFile(name, options, debug);
}

rocksdb::IOStatus DeletionHold::release() {
  std::vector<std::string> names;
  {
    const std::lock_guard lock(mutex_);
    is_holding_ = false;
    names = std::exchange(held_, {});
  }
  for (const std::string& name : names) {
    const rocksdb::IOStatus deleted =
        target()->DeleteFile(name, rocksdb::IOOptions(), /*dbg=*/nullptr);
    if (!deleted.ok() && !deleted.IsNotFound() && !deleted.IsPathNotFound()) {
      return deleted;
    }
  }
  return rocksdb::IOStatus::OK();
}

}  // namespace vitalstream::storage
