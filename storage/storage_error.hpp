#pragma once
// Why the database cannot be read or written.

#include <string_view>

#include "base/result.hpp"

namespace vitalstream::storage {

enum class StorageError {
  Missing,        // there is no database, and none shall be made
  Full,           // no space left; what was synced before is safe
  NoDescriptors,  // none is free; what was synced before is safe
  Io,             // a file operation failed: the state of the files is unknown until a restart
  Corruption,     // what was written is not what is read
};

[[nodiscard]] std::string_view to_string(StorageError error);

// Whether the process must stop: nothing that is written from now on could be trusted to last.
// Corruption met by a read is not: the rest is readable, and the damaged part can be rebuilt.
[[nodiscard]] bool is_fatal(StorageError error);

}  // namespace vitalstream::storage
