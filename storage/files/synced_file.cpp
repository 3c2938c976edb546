#include "storage/files/synced_file.hpp"

#include "base/result.hpp"

namespace vitalstream::storage {

Result<void, FileError> write_synced_file(FileOps& files, const FileOps::Path& path,
                                          ByteView contents) {
  VS_TRY(file, files.create(path));
  VS_RETURN_IF_ERROR(file->append(contents));
  return file->sync();
}

}  // namespace vitalstream::storage
