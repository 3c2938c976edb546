#pragma once
// FaultRegister: the latch of one database. The file system records here each fault that it meets;
// the first one in a file without which the database must not be written to poisons it: from then
// on every change of a file is refused, whatever RocksDB makes of the error (with paranoid checks
// off it would skip a log and go on). The node asks it why the database did not open. Any thread.

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "storage/encrypted_fs/file_fault.hpp"
#include "storage/encrypted_fs/file_kind.hpp"

namespace vitalstream::storage {

class FaultRegister {
 public:
  // `kind` is what the file should be.
  void record(const FileFault& fault, FileKind kind);

  // Gives up the places of the faults of these files, which are gone.
  template <class IsGone>
  void forget(IsGone&& is_gone);

  // The fault that poisoned the database, if any. It stays until the process ends.
  [[nodiscard]] std::optional<FileFault> poison() const;
  // The first kFaultsKeptMax different ones, in the order in which they were met.
  [[nodiscard]] std::vector<FileFault> faults() const;
  [[nodiscard]] std::uint64_t count() const;

 private:
  mutable std::mutex mutex_;
  std::optional<FileFault> poison_;
  std::vector<FileFault> faults_;
  std::uint64_t count_ = 0;
};

template <class IsGone>
void FaultRegister::forget(IsGone&& is_gone) {
  const std::lock_guard lock(mutex_);
  std::erase_if(faults_, [&](const FileFault& fault) { return is_gone(fault.path); });
}

}  // namespace vitalstream::storage
