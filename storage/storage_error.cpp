#include "storage/storage_error.hpp"

namespace vitalstream::storage {

std::string_view to_string(StorageError error) {
  switch (error) {
    case StorageError::Missing:
      return "the database is missing";
    case StorageError::Full:
      return "no space left on the device of the database";
    case StorageError::NoDescriptors:
      return "no file descriptor is free for the database";
    case StorageError::Io:
      return "the database cannot be read or written";
    case StorageError::Corruption:
      return "the database is damaged";
  }
  return "unknown";
}

bool is_fatal(StorageError error) { return error != StorageError::Corruption; }

}  // namespace vitalstream::storage
