#include "storage/encrypted_fs/fault_register.hpp"

#include <algorithm>

#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {

void FaultRegister::record(const FileFault& fault, FileKind kind) {
  const std::lock_guard lock(mutex_);
  ++count_;
  // What is asked for again and again must not take the places of what is found later.
  const bool is_known = std::ranges::any_of(faults_, [&](const FileFault& known) {
    return known.path == fault.path && known.offset == fault.offset && known.kind == fault.kind;
  });
  if (!is_known && faults_.size() < kFaultsKeptMax) {
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
