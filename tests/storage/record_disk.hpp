#pragma once
// RecordDisk: the disk of a safety record that crashes, with the record's files on it in plain or
// encrypted as a node keeps them. The disk's own operations are those on ciphertext.

#include <array>
#include <memory>

#include "storage/encrypted_fs/encrypted_file_ops.hpp"
#include "tests/storage/crash_disk.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::storage {

enum class RecordForm { Plain, Encrypted };

inline constexpr std::array kRecordForms{RecordForm::Plain, RecordForm::Encrypted};

class RecordDisk {
 public:
  RecordDisk(RecordForm form, std::uint64_t seed)
      : form_(form),
        disk_(seed),
        encrypted_({.beneath = disk_, .keys = keys_, .faults = faults_}) {}

  [[nodiscard]] CrashDisk& disk() { return disk_; }
  [[nodiscard]] FixedKeys& keys() { return keys_; }
  [[nodiscard]] const FaultRegister& faults() const { return faults_; }
  // What the record is written through.
  [[nodiscard]] FileOps& files() {
    return form_ == RecordForm::Plain ? static_cast<FileOps&>(disk_) : encrypted_;
  }

 private:
  RecordForm form_;
  CrashDisk disk_;
  FixedKeys keys_;
  FaultRegister faults_;
  EncryptedFileOps encrypted_;
};

}  // namespace vitalstream::storage
