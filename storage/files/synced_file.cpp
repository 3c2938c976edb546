#include "storage/files/synced_file.hpp"

namespace vitalstream::storage {

Result<void, FileError> write_synced_file(FileOps& files, const FileOps::Path& path,
                                          ByteView contents) {
  auto file = files.create(path);
  if (!file) {
    return file.error();
  }
  if (auto written = (*file)->append(contents); !written) {
    return written;
  }
  return (*file)->sync();
}

}  // namespace vitalstream::storage
