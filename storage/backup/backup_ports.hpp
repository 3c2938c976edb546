#pragma once
// The two sides of a backup: where it is written and where it is read. A folder (backup_folder.hpp)
// or one archive (archive_writer.hpp, archive_reader.hpp). Files are kept by the hash of their
// contents: what an earlier backup has need not be written again. One thread.

#include <functional>

#include "storage/backup/backup_failure.hpp"
#include "storage/backup/manifest.hpp"

namespace vitalstream::storage {

// How far it is, in bytes of contents.
using BackupProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

struct BackupSummary {
  BackupManifest manifest;
  std::uint64_t bytes = 0;
  std::uint64_t new_bytes = 0;  // the rest the target had from an earlier backup
};

class BackupSink {
 public:
  BackupSink() = default;
  BackupSink(const BackupSink&) = delete;
  BackupSink& operator=(const BackupSink&) = delete;
  virtual ~BackupSink() = default;

  // Refuses another ledger's; then says what is to come.
  [[nodiscard]] virtual BackupResult<void> begin(const BackupManifest& manifest) = 0;
  [[nodiscard]] virtual bool holds(const BackupFile& file) const = 0;
  // Fails if the contents have changed since they were hashed.
  [[nodiscard]] virtual BackupResult<void> put(const BackupFile& file,
                                               const std::filesystem::path& from) = 0;
  // Durable as a whole when it returns; before, there is no such backup.
  [[nodiscard]] virtual BackupResult<void> finish() = 0;
};

// Hears of each file's contents, piece by piece, once for each hash.
class BackupVisitor {
 public:
  virtual ~BackupVisitor() = default;
  [[nodiscard]] virtual BackupResult<void> begin(const Hash32& sha256, std::uint64_t bytes) = 0;
  [[nodiscard]] virtual BackupResult<void> piece(ByteView bytes) = 0;
  [[nodiscard]] virtual BackupResult<void> end() = 0;
};

class BackupSource {
 public:
  BackupSource() = default;
  BackupSource(const BackupSource&) = delete;
  BackupSource& operator=(const BackupSource&) = delete;
  virtual ~BackupSource() = default;

  // Of the newest backup.
  [[nodiscard]] virtual BackupResult<BackupManifest> manifest() = 0;
  // The files of that backup, in whatever order they are kept.
  [[nodiscard]] virtual BackupResult<void> visit(const BackupManifest& manifest,
                                                 BackupVisitor& visitor) = 0;
};

}  // namespace vitalstream::storage
