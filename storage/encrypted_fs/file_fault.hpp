#pragma once
// What can be wrong with an encrypted file, and what is told about it: file, offset, generation of
// the key, and what to do. Read by operators when a node refuses to start, and by `ledger verify`.
// Pure values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/encrypted_fs/data_keys.hpp"

namespace vitalstream::storage {

// In the order in which a file is examined.
enum class FaultKind {
  Unreadable,     // the disk itself cannot read a part of it any more
  NotEncrypted,   // does not begin like a file of ours
  DamagedHeader,  // its checksum or its authentication fails, or it is not there whole
  UnknownVersion,
  OtherDatabase,
  UnknownGeneration,  // the keyring does not hold its key
  WrongKey,           // the keyring holds another key under that generation
  WrongPlace,         // it is whole, but another file than its name says
  WrongLength,        // bytes are missing or too many
  DamagedPage,
  DamagedFrame,
};

[[nodiscard]] std::string_view to_string(FaultKind kind);

struct FileFault {
  FaultKind kind = FaultKind::DamagedHeader;
  std::string path;
  std::uint64_t offset = 0;                 // in bytes from the start of the file on the disk
  std::optional<KeyGeneration> generation;  // where the header could be believed
};

// One line: what is wrong where.
[[nodiscard]] std::string locate(const FileFault& fault);
// And what to do about it, for a file of the database.
[[nodiscard]] std::string describe(const FileFault& fault);

}  // namespace vitalstream::storage
