#pragma once
// EncryptedFileOps: framed encrypted files for whoever works with FileOps, which is the safety
// record: encrypted and authenticated like the logs of the database, in a file of its own. The
// owner keeps his own format and sees his own lengths. Used by one thread at a time, as FileOps
// are.
//
// A file can be opened again and go on: every opening has nonces of its own (frame.hpp). A torn
// tail is not shown, and is cut off before anything is appended. A file may be cut where an append
// ended.

#include <memory>

#include "storage/encrypted_fs/data_keys.hpp"
#include "storage/encrypted_fs/fault_register.hpp"
#include "storage/encrypted_fs/file_cipher.hpp"
#include "storage/encrypted_fs/frame_scan.hpp"
#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

class EncryptedFileOps final : public FileOps {
 public:
  struct Parts {
    FileOps& beneath;
    const DataKeys& keys;
    // Tells what was wrong with which file. Not the database's: damage here does not poison it.
    FaultRegister& faults;
    FileKind kind = FileKind::SafetyRecord;
  };

  // All parts must outlive it.
  explicit EncryptedFileOps(const Parts& parts) : parts_(parts) {}

  // The header is durable when it returns.
  Result<std::unique_ptr<AppendFile>, FileError> create(const Path& path) override;
  Result<std::unique_ptr<AppendFile>, FileError> open_append(const Path& path) override;
  // Damaged for what was changed, also for what does not begin like an encrypted file; Denied for a
  // key that is missing or another, for another database and for another version.
  Result<Bytes, FileError> read(const Path& path, std::uint64_t bytes_max) override;
  Result<void, FileError> truncate(const Path& path, std::uint64_t bytes) override;
  Result<void, FileError> rename(const Path& from, const Path& to) override;
  Result<void, FileError> unlink(const Path& path) override;
  Result<void, FileError> make_directory(const Path& path) override;
  Result<void, FileError> sync_directory(const Path& path) override;
  Result<std::vector<std::string>, FileError> list(const Path& path) override;

 private:
  struct Opened;

  [[nodiscard]] Result<Opened, FileError> open(const Path& path, std::uint64_t physical_max);
  [[nodiscard]] FileError refuse(const FileFault& fault);

  Parts parts_;
};

}  // namespace vitalstream::storage
