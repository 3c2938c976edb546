#include "storage/backup/read_backup.hpp"

#include <map>
#include <utility>

#include "base/result.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::storage {
namespace {

std::uint64_t bytes_of(const BackupManifest& manifest) {
  std::uint64_t bytes = 0;
  for (const BackupFile& file : manifest.files) {
    bytes += file.bytes;
  }
  return bytes;
}

// Length and hash of what is read are those of the manifest, or the backup is damaged.
class Checker : public BackupVisitor {
 public:
  Checker(const BackupManifest& manifest, const BackupProgress& progress)
      : progress_(progress), all_(bytes_of(manifest)) {
    for (const BackupFile& file : manifest.files) {
      names_.emplace(file.sha256, file.name);
    }
  }

  BackupResult<void> begin(const Hash32& sha256, std::uint64_t bytes) override {
    expected_ = sha256;
    left_ = bytes;
    hash_.emplace();
    return {};
  }
  BackupResult<void> piece(ByteView bytes) override {
    if (bytes.size() > left_) {
      return damaged();
    }
    left_ -= bytes.size();
    done_ += bytes.size();
    hash_->update(bytes);
    progress_(done_, all_);
    return {};
  }
  BackupResult<void> end() override {
    return left_ == 0 && hash_->finish() == expected_ ? BackupResult<void>() : damaged();
  }

 protected:
  [[nodiscard]] const Hash32& expected() const { return expected_; }

 private:
  [[nodiscard]] BackupFailure damaged() const {
    return {BackupError::Damaged, names_.at(expected_) + " is not what it was"};
  }

  const BackupProgress& progress_;
  std::map<Hash32, std::string> names_;
  Hash32 expected_{};
  std::uint64_t left_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t all_ = 0;
  std::optional<crypto::Sha256> hash_;
};

// Writes what it hears, to every name that has these contents.
class Unpacker final : public Checker {
 public:
  Unpacker(const BackupManifest& manifest, FileOps& files, const std::filesystem::path& directory,
           const BackupProgress& progress)
      : Checker(manifest, progress), files_(files), directory_(directory) {
    for (const BackupFile& file : manifest.files) {
      targets_[file.sha256].push_back(file.name);
    }
  }

  BackupResult<void> begin(const Hash32& sha256, std::uint64_t bytes) override {
    for (const std::string& name : targets_.at(sha256)) {
      auto file = files_.create(directory_ / name);
      if (!file) {
        return describe(file.error(), directory_ / name);
      }
      open_.push_back(std::move(*file));
    }
    return Checker::begin(sha256, bytes);
  }
  BackupResult<void> piece(ByteView bytes) override {
    for (const auto& file : open_) {
      if (const auto written = file->append(bytes); !written) {
        return describe(written.error(), directory_);
      }
    }
    return Checker::piece(bytes);
  }
  BackupResult<void> end() override {
    for (const auto& file : open_) {
      if (const auto synced = file->sync(); !synced) {
        return describe(synced.error(), directory_);
      }
    }
    open_.clear();
    return Checker::end();
  }

 private:
  FileOps& files_;
  const std::filesystem::path& directory_;
  std::map<Hash32, std::vector<std::string>> targets_;
  std::vector<std::unique_ptr<AppendFile>> open_;
};

}  // namespace

BackupResult<BackupSummary> verify_backup(BackupSource& source, const BackupProgress& progress) {
  VS_TRY(manifest, source.manifest());
  BackupSummary summary{std::move(manifest), 0, 0};
  summary.bytes = bytes_of(summary.manifest);
  Checker checker(summary.manifest, progress);
  VS_RETURN_IF_ERROR(source.visit(summary.manifest, checker));
  return summary;
}

BackupResult<void> unpack_backup(BackupSource& source, const BackupManifest& manifest,
                                 FileOps& files, const std::filesystem::path& directory,
                                 const BackupProgress& progress) {
  const std::filesystem::path database = directory / "db";
  if (const auto made = files.make_directory(database); !made) {
    return describe(made.error(), database);
  }
  Unpacker unpacker(manifest, files, directory, progress);
  VS_RETURN_IF_ERROR(source.visit(manifest, unpacker));
  for (const auto& folder : {database, directory}) {
    if (const auto synced = files.sync_directory(folder); !synced) {
      return describe(synced.error(), folder);
    }
  }
  return {};
}

}  // namespace vitalstream::storage
