#pragma once
// Reads what ArchiveWriter has written, front to back.

#include "storage/backup/archive_handle.hpp"
#include "storage/backup/backup_ports.hpp"

namespace vitalstream::storage {

class ArchiveReader final : public BackupSource {
 public:
  explicit ArchiveReader(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] BackupResult<BackupManifest> manifest() override;
  [[nodiscard]] BackupResult<void> visit(const BackupManifest& manifest,
                                         BackupVisitor& visitor) override;

 private:
  // The archive, opened, at its manifest's contents.
  struct Opened {
    ArchiveHandle handle;
    BackupManifest manifest;
  };
  [[nodiscard]] BackupResult<Opened> open() const;
  [[nodiscard]] BackupResult<void> pass_on(archive* handle, BackupVisitor& visitor) const;
  [[nodiscard]] BackupFailure damaged(const std::string& what) const;

  const std::filesystem::path path_;
};

}  // namespace vitalstream::storage
