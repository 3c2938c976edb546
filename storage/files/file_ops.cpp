#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

std::string_view to_string(FileError error) {
  switch (error) {
    case FileError::NotFound:
      return "not found";
    case FileError::Denied:
      return "permission denied";
    case FileError::ReadOnly:
      return "read-only file system";
    case FileError::NotADirectory:
      return "not a directory";
    case FileError::TooLong:
      return "longer than it may be";
    case FileError::Damaged:
      return "not as it was written";
    case FileError::NoDescriptors:
      return "no file descriptor is free";
    case FileError::Full:
      return "no space left on the device";
    case FileError::Io:
      return "input/output error";
  }
  return "unknown";
}

}  // namespace vitalstream::storage
