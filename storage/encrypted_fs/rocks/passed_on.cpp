// What the encrypted file system leaves to the one beneath: names, directories, locks, hints. None
// of it touches the contents of a file.

#include "storage/encrypted_fs/rocks/file_system.hpp"

namespace vitalstream::storage {

rocksdb::Status EncryptedFileSystem::RegisterDbPaths(const std::vector<std::string>& paths) {
  return beneath_.RegisterDbPaths(paths);
}

rocksdb::Status EncryptedFileSystem::UnregisterDbPaths(const std::vector<std::string>& paths) {
  return beneath_.UnregisterDbPaths(paths);
}

rocksdb::IOStatus EncryptedFileSystem::FileExists(const std::string& path,
                                                  const rocksdb::IOOptions& options,
                                                  rocksdb::IODebugContext* debug) {
  return beneath_.FileExists(path, options, debug);
}

rocksdb::IOStatus EncryptedFileSystem::GetChildren(const std::string& path,
                                                   const rocksdb::IOOptions& options,
                                                   std::vector<std::string>* names,
                                                   rocksdb::IODebugContext* debug) {
  return beneath_.GetChildren(path, options, names, debug);
}

rocksdb::IOStatus EncryptedFileSystem::CreateDir(const std::string& path,
                                                 const rocksdb::IOOptions& options,
                                                 rocksdb::IODebugContext* debug) {
  return beneath_.CreateDir(path, options, debug);
}

rocksdb::IOStatus EncryptedFileSystem::CreateDirIfMissing(const std::string& path,
                                                          const rocksdb::IOOptions& options,
                                                          rocksdb::IODebugContext* debug) {
  return beneath_.CreateDirIfMissing(path, options, debug);
}

rocksdb::IOStatus EncryptedFileSystem::DeleteDir(const std::string& path,
                                                 const rocksdb::IOOptions& options,
                                                 rocksdb::IODebugContext* debug) {
  return beneath_.DeleteDir(path, options, debug);
}

rocksdb::IOStatus EncryptedFileSystem::GetFileModificationTime(const std::string& path,
                                                               const rocksdb::IOOptions& options,
                                                               std::uint64_t* seconds,
                                                               rocksdb::IODebugContext* debug) {
  return beneath_.GetFileModificationTime(path, options, seconds, debug);
}

rocksdb::IOStatus EncryptedFileSystem::NumFileLinks(const std::string& path,
                                                    const rocksdb::IOOptions& options,
                                                    std::uint64_t* count,
                                                    rocksdb::IODebugContext* debug) {
  return beneath_.NumFileLinks(path, options, count, debug);
}

rocksdb::IOStatus EncryptedFileSystem::AreFilesSame(const std::string& first,
                                                    const std::string& second,
                                                    const rocksdb::IOOptions& options, bool* same,
                                                    rocksdb::IODebugContext* debug) {
  return beneath_.AreFilesSame(first, second, options, same, debug);
}

rocksdb::IOStatus EncryptedFileSystem::LockFile(const std::string& path,
                                                const rocksdb::IOOptions& options,
                                                rocksdb::FileLock** lock,
                                                rocksdb::IODebugContext* debug) {
  return beneath_.LockFile(path, options, lock, debug);
}

rocksdb::IOStatus EncryptedFileSystem::UnlockFile(rocksdb::FileLock* lock,
                                                  const rocksdb::IOOptions& options,
                                                  rocksdb::IODebugContext* debug) {
  return beneath_.UnlockFile(lock, options, debug);
}

rocksdb::IOStatus EncryptedFileSystem::GetTestDirectory(const rocksdb::IOOptions& options,
                                                        std::string* path,
                                                        rocksdb::IODebugContext* debug) {
  return beneath_.GetTestDirectory(options, path, debug);
}

rocksdb::IOStatus EncryptedFileSystem::GetAbsolutePath(const std::string& path,
                                                       const rocksdb::IOOptions& options,
                                                       std::string* absolute,
                                                       rocksdb::IODebugContext* debug) {
  return beneath_.GetAbsolutePath(path, options, absolute, debug);
}

void EncryptedFileSystem::SanitizeFileOptions(rocksdb::FileOptions* options) const {
  beneath_.SanitizeFileOptions(options);
  *options = plain_options(*options);
}

rocksdb::FileOptions EncryptedFileSystem::OptimizeForLogRead(
    const rocksdb::FileOptions& options) const {
  return plain_options(beneath_.OptimizeForLogRead(options));
}

rocksdb::FileOptions EncryptedFileSystem::OptimizeForManifestRead(
    const rocksdb::FileOptions& options) const {
  return plain_options(beneath_.OptimizeForManifestRead(options));
}

rocksdb::FileOptions EncryptedFileSystem::OptimizeForLogWrite(
    const rocksdb::FileOptions& options, const rocksdb::DBOptions& db_options) const {
  return plain_options(beneath_.OptimizeForLogWrite(options, db_options));
}

rocksdb::FileOptions EncryptedFileSystem::OptimizeForManifestWrite(
    const rocksdb::FileOptions& options) const {
  return plain_options(beneath_.OptimizeForManifestWrite(options));
}

rocksdb::FileOptions EncryptedFileSystem::OptimizeForCompactionTableWrite(
    const rocksdb::FileOptions& options, const rocksdb::ImmutableDBOptions& db_options) const {
  return plain_options(beneath_.OptimizeForCompactionTableWrite(options, db_options));
}

// Reading by mapping is left as it was wished, so that opening the file refuses it.
rocksdb::FileOptions EncryptedFileSystem::OptimizeForCompactionTableRead(
    const rocksdb::FileOptions& options, const rocksdb::ImmutableDBOptions& db_options) const {
  rocksdb::FileOptions plain =
      plain_options(beneath_.OptimizeForCompactionTableRead(options, db_options));
  plain.use_mmap_reads = options.use_mmap_reads;
  return plain;
}

rocksdb::FileOptions EncryptedFileSystem::OptimizeForBlobFileRead(
    const rocksdb::FileOptions& options, const rocksdb::ImmutableDBOptions& db_options) const {
  rocksdb::FileOptions plain = plain_options(beneath_.OptimizeForBlobFileRead(options, db_options));
  plain.use_mmap_reads = options.use_mmap_reads;
  return plain;
}

rocksdb::IOStatus EncryptedFileSystem::GetFreeSpace(const std::string& path,
                                                    const rocksdb::IOOptions& options,
                                                    std::uint64_t* bytes,
                                                    rocksdb::IODebugContext* debug) {
  return beneath_.GetFreeSpace(path, options, bytes, debug);
}

rocksdb::IOStatus EncryptedFileSystem::IsDirectory(const std::string& path,
                                                   const rocksdb::IOOptions& options,
                                                   bool* is_directory,
                                                   rocksdb::IODebugContext* debug) {
  return beneath_.IsDirectory(path, options, is_directory, debug);
}

}  // namespace vitalstream::storage
