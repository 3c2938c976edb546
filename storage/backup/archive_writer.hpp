#pragma once
// A backup as one .tar.gz, through libarchive: `manifest.json` first, then `files/<sha256>`. What
// the folder keeps for one backup, so that unpacked it can be looked at with everybody's tools.
// Written under another name and renamed when it is whole. An existing archive is not overwritten.

#include "storage/backup/archive_handle.hpp"
#include "storage/backup/backup_ports.hpp"

namespace vitalstream::storage {

class ArchiveWriter final : public BackupSink {
 public:
  // `files` outlives it.
  ArchiveWriter(FileOps& files, std::filesystem::path path);

  [[nodiscard]] BackupResult<void> begin(const BackupManifest& manifest) override;
  [[nodiscard]] bool holds(const BackupFile& file) const override;
  [[nodiscard]] BackupResult<void> put(const BackupFile& file,
                                       const std::filesystem::path& from) override;
  [[nodiscard]] BackupResult<void> finish() override;

 private:
  [[nodiscard]] BackupResult<void> write_header(const std::string& name, std::uint64_t bytes);
  [[nodiscard]] BackupResult<void> write(ByteView bytes);
  [[nodiscard]] BackupFailure failure() const;

  FileOps& files_;
  const std::filesystem::path path_;
  std::filesystem::path unfinished_;
  std::unique_ptr<AppendFile> file_;
  ArchiveHandle handle_;
  std::optional<FileError> append_error_;
};

}  // namespace vitalstream::storage
