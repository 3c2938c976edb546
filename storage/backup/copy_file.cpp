#include "storage/backup/copy_file.hpp"

#include <utility>

#include "base/result.hpp"
#include "crypto/sha256.hpp"
#include "storage/backup/file_reader.hpp"
#include "storage/backup/limits.hpp"

namespace vitalstream::storage {

BackupResult<void> copy_file(FileOps& files, const std::filesystem::path& from,
                             const std::filesystem::path& to, const BackupFile& expected) {
  VS_TRY(reader, FileReader::open(from));
  auto target = files.create(to);
  if (!target) {
    return describe(target.error(), to);
  }
  crypto::Sha256 hash;
  std::uint64_t bytes = 0;
  Bytes buffer(kCopyBytes);
  for (;;) {
    VS_TRY(got, reader.read(buffer));
    if (got == 0) {
      break;
    }
    const ByteView piece(buffer.data(), got);
    hash.update(piece);
    bytes += got;
    if (const auto written = (*target)->append(piece); !written) {
      return describe(written.error(), to);
    }
  }
  if (bytes != expected.bytes || hash.finish() != expected.sha256) {
    return BackupFailure{BackupError::Damaged, from.string() + " has changed"};
  }
  if (const auto synced = (*target)->sync(); !synced) {
    return describe(synced.error(), to);
  }
  return {};
}

BackupResult<BackupFile> fingerprint(const std::filesystem::path& path, std::string name) {
  VS_TRY(reader, FileReader::open(path));
  BackupFile file{std::move(name), 0, {}};
  crypto::Sha256 hash;
  Bytes buffer(kCopyBytes);
  for (;;) {
    VS_TRY(got, reader.read(buffer));
    if (got == 0) {
      file.sha256 = hash.finish();
      return file;
    }
    hash.update({buffer.data(), got});
    file.bytes += got;
  }
}

}  // namespace vitalstream::storage
