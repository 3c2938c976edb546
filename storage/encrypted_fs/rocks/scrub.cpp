#include "storage/encrypted_fs/scrub.hpp"

#include <rocksdb/file_system.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "storage/encrypted_fs/encrypted_file_system.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kPieceBytes = 1024 * 1024;

struct Found {
  std::filesystem::path path;
  std::uint64_t bytes = 0;
};

Result<std::vector<Found>, std::string> list(const std::filesystem::path& database) {
  std::vector<Found> files;
  std::error_code error;
  std::filesystem::directory_iterator entry(database, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    // The lock is the one file that RocksDB leaves empty, and in plain text.
    if (entry->path().filename() != "LOCK" && entry->is_regular_file(error)) {
      files.push_back({entry->path(), entry->file_size(error)});
    }
  }
  if (error) {
    return database.string() + ": " + error.message();
  }
  std::ranges::sort(files, {}, &Found::path);
  return files;
}

rocksdb::IOStatus read_to_the_end(rocksdb::FileSystem& files, const std::string& path,
                                  std::vector<char>& piece) {
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  rocksdb::IOStatus status =
      files.NewSequentialFile(path, rocksdb::FileOptions(), &file, /*dbg=*/nullptr);
  while (status.ok()) {
    rocksdb::Slice read;
    status = file->Read(piece.size(), rocksdb::IOOptions(), &read, piece.data(), /*dbg=*/nullptr);
    if (read.empty()) {
      break;
    }
  }
  return status;
}

}  // namespace

Result<ScrubReport, std::string> scrub(const std::shared_ptr<const DataKeys>& keys,
                                       const std::filesystem::path& database,
                                       const ScrubProgress& progress) {
  const auto found = list(database);
  if (!found) {
    return found.error();
  }
  std::uint64_t all = 0;
  for (const Found& file : *found) {
    all += file.bytes;
  }
  ScrubReport report;
  std::vector<char> piece(kPieceBytes);
  for (const Found& file : *found) {
    const auto faults = std::make_shared<FaultRegister>();
    const auto files =
        make_encrypted_file_system({.keys = keys, .faults = faults, .beneath = nullptr});
    const rocksdb::IOStatus status = read_to_the_end(*files, file.path.string(), piece);
    if (const auto met = faults->faults(); !met.empty()) {
      report.faults.push_back(met.front());
    } else if (!status.ok()) {
      report.unreadable.push_back(file.path.string() + ": " + status.ToString());
    }
    report.files += 1;
    report.bytes += file.bytes;
    progress(report.bytes, all);
  }
  return report;
}

}  // namespace vitalstream::storage
