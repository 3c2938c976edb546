#include "storage/encrypted_fs/rocks/context.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::storage {

FileSystemContext::FileSystemContext(EncryptedFileSystemOptions chosen)
    : beneath(chosen.beneath ? std::move(chosen.beneath) : rocksdb::FileSystem::Default()),
      keys(std::move(chosen.keys)),
      faults(std::move(chosen.faults)),
      page_bytes(chosen.page_bytes) {
  VS_ASSERT(keys != nullptr && faults != nullptr);
  VS_ASSERT(page_bytes == kSmallPageBytes || page_bytes == kLargePageBytes);
}

rocksdb::IOStatus FileSystemContext::may_change() const {
  const auto poison = faults->poison();
  return poison ? rocksdb::IOStatus::IOError("nothing is written any more", describe(*poison))
                : rocksdb::IOStatus::OK();
}

rocksdb::IOStatus FileSystemContext::refuse(const FileFault& fault, FileKind kind) const {
  faults->record(fault, kind);
  return layout_of(kind) == FileLayout::Paged ? rocksdb::IOStatus::Corruption(describe(fault))
                                              : rocksdb::IOStatus::IOError(describe(fault));
}

rocksdb::FileOptions plain_options(const rocksdb::FileOptions& wished) {
  rocksdb::FileOptions plain = wished;
  plain.use_mmap_reads = false;
  plain.use_mmap_writes = false;
  plain.use_direct_reads = false;
  plain.use_direct_writes = false;
  plain.allow_fallocate = false;
  plain.bytes_per_sync = 0;
  plain.strict_bytes_per_sync = false;
  return plain;
}

rocksdb::IOStatus read_up_to(const rocksdb::FSRandomAccessFile& file, std::uint64_t offset,
                             std::span<std::uint8_t> target, std::size_t& count) {
  count = 0;
  // RocksDB's own file system takes reading nothing for a failure.
  if (target.empty()) {
    return rocksdb::IOStatus::OK();
  }
  rocksdb::Slice found;
  const rocksdb::IOStatus status =
      file.Read(offset, target.size(), rocksdb::IOOptions(), &found,
                reinterpret_cast<char*>(target.data()), /*dbg=*/nullptr);
  count = status.ok() ? found.size() : 0;
  const ByteView bytes = bytes_of(found);
  if (status.ok() && bytes.data() != target.data()) {
    std::ranges::copy(bytes, target.begin());
  }
  return status;
}

// RocksDB keeps the error number of a failed read only in its words.
bool is_media_error(const rocksdb::IOStatus& status) {
  if (!status.IsIOError()) {
    return false;
  }
  const std::string words = status.ToString();
  // As a bad sector, an encrypted or checked device, and a file system that finds itself damaged
  // say it.
  constexpr std::array kOfTheMedium{EIO, EILSEQ, EBADMSG, EUCLEAN, ENODATA};
  return std::ranges::any_of(kOfTheMedium, [&](int number) {
    return words.find(std::generic_category().message(number)) != std::string::npos;
  });
}

rocksdb::Slice slice_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

ByteView bytes_of(const rocksdb::Slice& slice) {
  return {reinterpret_cast<const std::uint8_t*>(slice.data()), slice.size()};
}

}  // namespace vitalstream::storage
