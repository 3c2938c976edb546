#include "storage/encrypted_fs/fault_register.hpp"

#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {

void FaultRegister::record(const FileFault& fault, FileKind kind) {
  const std::lock_guard lock(mutex_);
  ++count_;
  if (faults_.size() < kFaultsKeptMax) {
    faults_.push_back(fault);
  }
  if (!poison_ && is_vital(kind)) {
    poison_ = fault;
  }
}

std::optional<FileFault> FaultRegister::poison() const {
  const std::lock_guard lock(mutex_);
  return poison_;
}

std::vector<FileFault> FaultRegister::faults() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

std::uint64_t FaultRegister::count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

}  // namespace vitalstream::storage
