#include "storage/encrypted_fs/encrypted_file_ops.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/result.hpp"
#include "storage/encrypted_fs/byte_source.hpp"
#include "storage/encrypted_fs/frame_encryptor.hpp"
#include "storage/encrypted_fs/frame_reader.hpp"
#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {
namespace {

// What a file of so many bytes may have on the disk: each of them may be a frame.
std::uint64_t physical_limit(std::uint64_t bytes_max) {
  constexpr std::uint64_t kPerByte = 1 + kEncryptedFrameExtraBytes;
  return bytes_max < (kAnyLength - kFileHeaderBytes) / kPerByte
             ? kFileHeaderBytes + bytes_max * kPerByte
             : kAnyLength;
}

class EncryptedAppendFile final : public AppendFile {
 public:
  EncryptedAppendFile(const FileCipher& cipher, FramePosition next,
                      std::unique_ptr<AppendFile> beneath)
      : frames_(cipher, next), beneath_(std::move(beneath)) {}

  Result<void, FileError> append(ByteView bytes) override {
    encrypted_.clear();
    if (!frames_.append(bytes, encrypted_)) {
      return FileError::Full;
    }
    return beneath_->append(encrypted_);
  }

  Result<void, FileError> sync() override {
    auto synced = beneath_->sync();
    if (synced) {
      frames_.set_durable(frames_.last_number());
    }
    return synced;
  }

 private:
  FrameEncryptor frames_;
  std::unique_ptr<AppendFile> beneath_;
  Bytes encrypted_;
};

// Whether the file is not as it was written, rather than not for this reader.
bool is_damage(FaultKind kind) {
  switch (kind) {
    case FaultKind::UnknownVersion:
    case FaultKind::OtherDatabase:
    case FaultKind::UnknownGeneration:
    case FaultKind::WrongKey:
      return false;
    case FaultKind::Unreadable:
    case FaultKind::NotEncrypted:  // as far as anybody can tell: whoever asks writes no other files
    case FaultKind::DamagedHeader:
    case FaultKind::WrongPlace:
    case FaultKind::WrongLength:
    case FaultKind::DamagedPage:
    case FaultKind::DamagedFrame:
      return true;
  }
  return true;
}

}  // namespace

struct EncryptedFileOps::Opened {
  Bytes file;
  std::optional<FileCipher> cipher;  // nothing if the file was never begun
  EncryptedFrames frames;
};

FileError EncryptedFileOps::refuse(const FileFault& fault) {
  parts_.faults.record(fault, parts_.kind);
  return is_damage(fault.kind) ? FileError::Damaged : FileError::Denied;
}

Result<EncryptedFileOps::Opened, FileError> EncryptedFileOps::open(const Path& path,
                                                                   std::uint64_t physical_max) {
  VS_TRY(file, parts_.beneath.read(path, physical_max));
  Opened opened{.file = std::move(file), .cipher = {}, .frames = {}};
  auto cipher = FileCipher::open(opened.file, parts_.keys, {.kind = parts_.kind, .number = 0});
  if (!cipher) {
    if (is_unfinished_header(opened.file, opened.file.size())) {
      return opened;
    }
    FileFault fault{.kind = cipher.error(), .path = path.string(), .offset = 0, .generation = {}};
    if (const auto header = decode_file_header(opened.file)) {
      fault.generation = header->generation;
    }
    return refuse(fault);
  }
  MemorySource source(opened.file);
  auto frames = scan_encrypted_frames(source, opened.file.size(), *cipher);
  if (!frames) {
    return refuse({.kind = FaultKind::DamagedFrame,
                   .path = path.string(),
                   .offset = frames.error().offset,
                   .generation = cipher->header().generation});
  }
  opened.cipher = std::move(*cipher);
  opened.frames = std::move(*frames);
  return opened;
}

Result<std::unique_ptr<AppendFile>, FileError> EncryptedFileOps::create(const Path& path) {
  auto file = parts_.beneath.create(path);
  if (!file) {
    return file;
  }
  const FileCipher cipher =
      FileCipher::create(parts_.keys, {.kind = parts_.kind, .number = 0}, kSmallPageBytes);
  VS_RETURN_IF_ERROR((*file)->append(cipher.encoded_header()));
  VS_RETURN_IF_ERROR((*file)->sync());
  return std::unique_ptr<AppendFile>(
      std::make_unique<EncryptedAppendFile>(cipher, first_frame(), std::move(*file)));
}

Result<std::unique_ptr<AppendFile>, FileError> EncryptedFileOps::open_append(const Path& path) {
  const auto opened = open(path, kAnyLength);
  if (!opened) {
    return opened.error();
  }
  if (!opened->cipher) {
    return refuse(
        {.kind = FaultKind::DamagedHeader, .path = path.string(), .offset = 0, .generation = {}});
  }
  if (opened->frames.is_torn) {
    VS_RETURN_IF_ERROR(parts_.beneath.truncate(path, opened->frames.next.offset));
  }
  auto file = parts_.beneath.open_append(path);
  if (!file) {
    return file;
  }
  return std::unique_ptr<AppendFile>(std::make_unique<EncryptedAppendFile>(
      *opened->cipher, opened->frames.next, std::move(*file)));
}

Result<Bytes, FileError> EncryptedFileOps::read(const Path& path, std::uint64_t bytes_max) {
  const auto opened = open(path, physical_limit(bytes_max));
  if (!opened) {
    return opened.error();
  }
  if (opened->frames.logical_bytes > bytes_max) {
    return FileError::TooLong;
  }
  Bytes contents(static_cast<std::size_t>(opened->frames.logical_bytes));
  if (!opened->cipher) {
    return contents;
  }
  MemorySource source(opened->file);
  FrameReader reader(source, *opened->cipher, opened->frames);
  const auto count = reader.read(0, contents);
  if (!count || *count != contents.size()) {
    return FileError::Io;
  }
  return contents;
}

Result<void, FileError> EncryptedFileOps::truncate(const Path& path, std::uint64_t bytes) {
  VS_TRY(opened, open(path, kAnyLength));
  const EncryptedFrames& frames = opened.frames;
  if (!opened.cipher) {
    return bytes == 0 ? Result<void, FileError>() : FileError::Io;
  }
  if (bytes == frames.logical_bytes) {
    return frames.is_torn ? parts_.beneath.truncate(path, frames.next.offset)
                          : Result<void, FileError>();
  }
  const auto border = std::ranges::find(frames.frames, bytes, &FrameExtent::logical);
  if (border == frames.frames.end()) {
    return FileError::Io;
  }
  return parts_.beneath.truncate(path, border->offset);
}

Result<void, FileError> EncryptedFileOps::rename(const Path& from, const Path& to) {
  return parts_.beneath.rename(from, to);
}

Result<void, FileError> EncryptedFileOps::unlink(const Path& path) {
  return parts_.beneath.unlink(path);
}

Result<void, FileError> EncryptedFileOps::make_directory(const Path& path) {
  return parts_.beneath.make_directory(path);
}

Result<void, FileError> EncryptedFileOps::sync_directory(const Path& path) {
  return parts_.beneath.sync_directory(path);
}

Result<std::vector<std::string>, FileError> EncryptedFileOps::list(const Path& path) {
  return parts_.beneath.list(path);
}

}  // namespace vitalstream::storage
