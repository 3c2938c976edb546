#pragma once
// Why the safety record cannot be read or written.

#include <string_view>

namespace vitalstream::storage {

enum class JournalError {
  AlreadyExists,   // a record with contents is where a new one should be made
  MissingRecord,   // there is none: C15, sign nothing
  Damaged,         // what was durable is not whole any more: C15, sign nothing
  UnknownVersion,  // written by another version of the format
  WrongIdentity,   // it belongs to another chain or node
  Full,            // no space left; what was synced before is safe
  NoDescriptors,   // none is free; what was synced before is safe
  FatalIoError,    // a file operation failed: never tried again, the process stops
};

[[nodiscard]] std::string_view to_string(JournalError error);

}  // namespace vitalstream::storage
