#include "storage/backup/archive_writer.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <system_error>
#include <utility>

#include "base/hex.hpp"
#include "base/result.hpp"
#include "crypto/sha256.hpp"
#include "storage/backup/file_reader.hpp"
#include "storage/backup/limits.hpp"

namespace vitalstream::storage {
namespace {

struct EntryCloser {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

constexpr int kMode = 0600;

}  // namespace

void ArchiveCloser::operator()(archive* handle) const {
  // Frees readers and writers alike.
  archive_free(handle);
}

ArchiveWriter::ArchiveWriter(FileOps& files, std::filesystem::path path)
    : files_(files), path_(std::move(path)), unfinished_(path_) {
  unfinished_ += ".part";
}

BackupResult<void> ArchiveWriter::begin(const BackupManifest& manifest) {
  std::error_code error;
  if (std::filesystem::exists(path_, error)) {
    return BackupFailure{BackupError::NotEmpty, path_.string()};
  }
  if (error) {
    return BackupFailure{BackupError::Io, path_.string() + ": " + error.message()};
  }
  auto file = files_.create(unfinished_);
  if (!file) {
    return describe(file.error(),
                    file.error() == FileError::NotFound ? path_.parent_path() : unfinished_);
  }
  file_ = std::move(*file);
  handle_.reset(archive_write_new());
  const auto append = [](archive*, void* self, const void* bytes, std::size_t size) -> la_ssize_t {
    auto& writer = *static_cast<ArchiveWriter*>(self);
    const auto appended = writer.file_->append({static_cast<const std::uint8_t*>(bytes), size});
    if (!appended) {
      writer.append_error_ = appended.error();
      return -1;
    }
    return static_cast<la_ssize_t>(size);
  };
  if (archive_write_set_format_pax_restricted(handle_.get()) != ARCHIVE_OK ||
      // Ciphertext does not shrink: the least effort that still is a .tar.gz.
      archive_write_add_filter_gzip(handle_.get()) != ARCHIVE_OK ||
      archive_write_set_filter_option(handle_.get(), "gzip", "compression-level", "1") !=
          ARCHIVE_OK ||
      // No padding: every byte of the file means something.
      archive_write_set_bytes_in_last_block(handle_.get(), 1) != ARCHIVE_OK ||
      archive_write_open(handle_.get(), this, nullptr, append, nullptr) != ARCHIVE_OK) {
    return failure();
  }
  const std::string text = to_json(manifest);
  VS_RETURN_IF_ERROR(write_header("manifest.json", text.size()));
  return write(as_bytes(text));
}

bool ArchiveWriter::holds(const BackupFile&) const { return false; }

BackupResult<void> ArchiveWriter::put(const BackupFile& file, const std::filesystem::path& from) {
  VS_TRY(reader, FileReader::open(from));
  VS_RETURN_IF_ERROR(write_header("files/" + to_hex(file.sha256), file.bytes));
  crypto::Sha256 hash;
  Bytes buffer(kCopyBytes);
  std::uint64_t left = file.bytes;
  for (;;) {
    VS_TRY(got, reader.read(buffer));
    if (got == 0 || got > left) {
      left = got == 0 ? left : 1;
      break;
    }
    hash.update({buffer.data(), got});
    left -= got;
    if (const auto written = write({buffer.data(), got}); !written) {
      return written.error();
    }
  }
  if (left != 0 || hash.finish() != file.sha256) {
    return BackupFailure{BackupError::Damaged, from.string() + " has changed"};
  }
  return {};
}

BackupResult<void> ArchiveWriter::finish() {
  if (archive_write_close(handle_.get()) != ARCHIVE_OK) {
    return failure();
  }
  if (const auto synced = file_->sync(); !synced) {
    return describe(synced.error(), unfinished_);
  }
  if (const auto renamed = files_.rename(unfinished_, path_); !renamed) {
    return describe(renamed.error(), path_);
  }
  const std::filesystem::path folder = path_.has_parent_path() ? path_.parent_path() : ".";
  if (const auto synced = files_.sync_directory(folder); !synced) {
    return describe(synced.error(), folder);
  }
  return {};
}

BackupResult<void> ArchiveWriter::write_header(const std::string& name, std::uint64_t bytes) {
  const std::unique_ptr<archive_entry, EntryCloser> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), kMode);
  return archive_write_header(handle_.get(), entry.get()) == ARCHIVE_OK
             ? BackupResult<void>()
             : BackupResult<void>(failure());
}

BackupResult<void> ArchiveWriter::write(ByteView bytes) {
  const la_ssize_t written = archive_write_data(handle_.get(), bytes.data(), bytes.size());
  return written == static_cast<la_ssize_t>(bytes.size()) ? BackupResult<void>()
                                                          : BackupResult<void>(failure());
}

BackupFailure ArchiveWriter::failure() const {
  if (append_error_) {
    return describe(*append_error_, unfinished_);
  }
  const char* reason = archive_error_string(handle_.get());
  return {BackupError::Io,
          unfinished_.string() + (reason == nullptr ? "" : ": " + std::string(reason))};
}

}  // namespace vitalstream::storage
