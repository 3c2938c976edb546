#pragma once
// A whole small file, written and durable before the call returns; its name is durable once the
// directory is synced. Called for identity and keyring. Any thread.

#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

[[nodiscard]] Result<void, FileError> write_synced_file(FileOps& files, const FileOps::Path& path,
                                                        ByteView contents);

}  // namespace vitalstream::storage
