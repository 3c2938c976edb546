#include "storage/encrypted_fs/scrub.hpp"

#include <rocksdb/file_system.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/result.hpp"
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

}  // namespace

struct FileScrub::State {
  std::filesystem::path path;
  std::shared_ptr<FaultRegister> faults = std::make_shared<FaultRegister>();
  std::shared_ptr<rocksdb::FileSystem> files;
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  rocksdb::IOStatus status;
  std::vector<char> piece = std::vector<char>(kPieceBytes);
};

FileScrub::FileScrub(std::shared_ptr<const DataKeys> keys, const std::filesystem::path& file)
    : state_(std::make_unique<State>()) {
  state_->path = file;
  state_->files = make_encrypted_file_system(
      {.keys = std::move(keys), .faults = state_->faults, .beneath = nullptr});
  state_->status = state_->files->NewSequentialFile(file.string(), rocksdb::FileOptions(),
                                                    &state_->file, /*dbg=*/nullptr);
}

FileScrub::FileScrub(FileScrub&&) noexcept = default;
FileScrub& FileScrub::operator=(FileScrub&&) noexcept = default;
FileScrub::~FileScrub() = default;

std::size_t FileScrub::step() {
  if (!state_->status.ok()) {
    return 0;
  }
  rocksdb::Slice read;
  state_->status = state_->file->Read(state_->piece.size(), rocksdb::IOOptions(), &read,
                                      state_->piece.data(), /*dbg=*/nullptr);
  return state_->status.ok() ? read.size() : 0;
}

std::optional<FileFault> FileScrub::fault() const {
  const auto met = state_->faults->faults();
  return met.empty() ? std::nullopt : std::optional(met.front());
}

std::string FileScrub::unreadable() const {
  return state_->status.ok() || fault() ? std::string()
                                        : state_->path.string() + ": " + state_->status.ToString();
}

bool FileScrub::is_gone() const {
  return state_->status.IsPathNotFound() || state_->status.IsNotFound();
}

Result<ScrubReport, std::string> scrub(const std::shared_ptr<const DataKeys>& keys,
                                       const std::filesystem::path& database,
                                       const ScrubProgress& progress) {
  VS_TRY(found, list(database));
  std::uint64_t all = 0;
  for (const Found& file : found) {
    all += file.bytes;
  }
  ScrubReport report;
  for (const Found& file : found) {
    FileScrub one(keys, file.path);
    while (one.step() > 0) {
    }
    if (auto fault = one.fault()) {
      report.faults.push_back(std::move(*fault));
    } else if (auto reason = one.unreadable(); !reason.empty()) {
      report.unreadable.push_back(std::move(reason));
    }
    report.files += 1;
    report.bytes += file.bytes;
    progress(report.bytes, all);
  }
  return report;
}

}  // namespace vitalstream::storage
