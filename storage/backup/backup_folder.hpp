#pragma once
// A folder of backups of one ledger, each of which shares what has not changed with the others:
//
//   files/<sha256>        the contents of files
//   backups/000001.json   the manifests, numbered in the order in which they were taken
//
// A backup exists from the moment its manifest has its name; what an interrupted one has written
// lies under its hash and serves the next.

#include "storage/backup/backup_ports.hpp"

namespace vitalstream::storage {

class BackupFolder final : public BackupSink, public BackupSource {
 public:
  // `files` outlives it.
  BackupFolder(FileOps& files, std::filesystem::path path);

  [[nodiscard]] BackupResult<void> begin(const BackupManifest& manifest) override;
  [[nodiscard]] bool holds(const BackupFile& file) const override;
  [[nodiscard]] BackupResult<void> put(const BackupFile& file,
                                       const std::filesystem::path& from) override;
  [[nodiscard]] BackupResult<void> finish() override;

  [[nodiscard]] BackupResult<BackupManifest> manifest() override;
  [[nodiscard]] BackupResult<void> visit(const BackupManifest& manifest,
                                         BackupVisitor& visitor) override;

 private:
  [[nodiscard]] BackupResult<void> refuse_foreign();
  [[nodiscard]] std::filesystem::path place_of(const Hash32& sha256) const;
  [[nodiscard]] BackupResult<BackupManifest> read_manifest(std::uint32_t number);
  // 0 without any.
  [[nodiscard]] BackupResult<std::uint32_t> newest();

  FileOps& files_;
  const std::filesystem::path path_;
  std::optional<BackupManifest> begun_;
  std::uint32_t number_ = 0;
};

}  // namespace vitalstream::storage
