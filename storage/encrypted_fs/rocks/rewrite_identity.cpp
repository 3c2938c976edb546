#include <rocksdb/file_system.h>

#include "storage/encrypted_fs/encrypted_file_system.hpp"

namespace vitalstream::storage {
namespace {

// The name under which RocksDB itself makes the file.
constexpr const char* kUnfinishedIdentityName = "000000.dbtmp";

rocksdb::IOStatus sync_directory(rocksdb::FileSystem& files, const std::string& path) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  if (auto status = files.NewDirectory(path, rocksdb::IOOptions(), &directory, /*dbg=*/nullptr);
      !status.ok()) {
    return status;
  }
  return directory->Fsync(rocksdb::IOOptions(), /*dbg=*/nullptr);
}

rocksdb::IOStatus rewrite(rocksdb::FileSystem& files, const std::filesystem::path& database) {
  const std::string identity = (database / "IDENTITY").string();
  const std::string unfinished = (database / kUnfinishedIdentityName).string();
  std::string contents;
  if (auto status = rocksdb::ReadFileToString(&files, identity, &contents); !status.ok()) {
    return status;
  }
  if (auto status = rocksdb::WriteStringToFile(&files, contents, unfinished, /*should_sync=*/true);
      !status.ok()) {
    return status;
  }
  if (auto status = files.RenameFile(unfinished, identity, rocksdb::IOOptions(), /*dbg=*/nullptr);
      !status.ok()) {
    return status;
  }
  return sync_directory(files, database.string());
}

}  // namespace

Result<void, std::string> rewrite_identity(rocksdb::FileSystem& files,
                                           const std::filesystem::path& database) {
  const rocksdb::IOStatus status = rewrite(files, database);
  if (!status.ok()) {
    return status.ToString();
  }
  return {};
}

}  // namespace vitalstream::storage
