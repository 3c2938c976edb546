#include "storage/encrypted_fs/rocks/logical_reader.hpp"

#include <algorithm>
#include <utility>

#include "storage/encrypted_fs/rocks/framed_reader.hpp"
#include "storage/encrypted_fs/rocks/paged_reader.hpp"

namespace vitalstream::storage {
namespace {

rocksdb::IOStatus read_header(OpenedFile& opened) {
  Bytes beginning(
      static_cast<std::size_t>(std::min<std::uint64_t>(opened.physical_bytes, kFileHeaderBytes)));
  std::size_t count = 0;
  if (auto status = read_up_to(*opened.file, 0, beginning, count); !status.ok()) {
    return opened.failed(status, 0);
  }
  beginning.resize(count);
  auto cipher = FileCipher::open(beginning, *opened.context->keys, opened.place);
  if (cipher) {
    opened.cipher = std::move(*cipher);
    return rocksdb::IOStatus::OK();
  }
  const bool is_framed = layout_of(opened.place.kind) == FileLayout::Framed;
  if (is_framed && is_unfinished_header(beginning, opened.physical_bytes)) {
    return rocksdb::IOStatus::OK();
  }
  FileFault fault{.kind = cipher.error(), .path = opened.path, .offset = 0, .generation = {}};
  if (const auto header = decode_file_header(beginning)) {
    fault.generation = header->generation;
  }
  return opened.context->refuse(fault, opened.place.kind);
}

}  // namespace

rocksdb::IOStatus OpenedFile::refuse(FaultKind kind, std::uint64_t offset) const {
  FileFault fault{.kind = kind, .path = path, .offset = offset, .generation = {}};
  if (cipher) {
    fault.generation = cipher->header().generation;
  }
  return context->refuse(fault, place.kind);
}

rocksdb::IOStatus OpenedFile::failed(const rocksdb::IOStatus& status, std::uint64_t offset) const {
  return is_media_error(status) ? refuse(FaultKind::Unreadable, offset) : status;
}

rocksdb::IOStatus open_file(std::shared_ptr<const FileSystemContext> context,
                            const std::string& path, const rocksdb::FileOptions& options,
                            OpenedFile& opened) {
  if (options.use_mmap_reads) {
    return rocksdb::IOStatus::NotSupported("encrypted files cannot be mapped", path);
  }
  opened.context = std::move(context);
  opened.path = path;
  opened.place = place_of(path);
  rocksdb::FileSystem& beneath = *opened.context->beneath;
  // Before its length is asked for: what was appended as a whole cannot be more than there is.
  const auto live = opened.context->live.find(path);
  if (auto status = beneath.NewRandomAccessFile(path, plain_options(options), &opened.file,
                                                /*dbg=*/nullptr);
      !status.ok()) {
    return status;
  }
  if (live != nullptr) {
    opened.physical_bytes = live->physical_bytes.load(std::memory_order_acquire);
  } else if (auto status = beneath.GetFileSize(path, options.io_options, &opened.physical_bytes,
                                               /*dbg=*/nullptr);
             !status.ok()) {
    return status;
  }
  return read_header(opened);
}

rocksdb::IOStatus open_reader(std::shared_ptr<const FileSystemContext> context,
                              const std::string& path, const rocksdb::FileOptions& options,
                              std::unique_ptr<LogicalReader>& reader) {
  OpenedFile opened;
  if (auto status = open_file(std::move(context), path, options, opened); !status.ok()) {
    return status;
  }
  return layout_of(opened.place.kind) == FileLayout::Paged
             ? PagedReader::create(std::move(opened), reader)
             : FramedReader::create(std::move(opened), reader);
}

rocksdb::IOStatus scan_file(const OpenedFile& opened, EncryptedFrames& frames) {
  if (!opened.cipher) {
    frames = {.frames = {}, .logical_bytes = 0, .next = first_frame(), .is_torn = true};
    return rocksdb::IOStatus::OK();
  }
  RocksFileSource source(*opened.file, opened.physical_bytes);
  auto scan = scan_encrypted_frames(source, opened.physical_bytes, *opened.cipher);
  if (scan) {
    frames = std::move(*scan);
    return rocksdb::IOStatus::OK();
  }
  return scan.error().reason == ScanFailure::Reason::Source
             ? opened.failed(source.failure(), scan.error().offset)
             : opened.refuse(FaultKind::DamagedFrame, scan.error().offset);
}

rocksdb::IOStatus measure_file(std::shared_ptr<const FileSystemContext> context,
                               const std::string& path, const rocksdb::FileOptions& options,
                               FileLength& length) {
  OpenedFile opened;
  if (auto status = open_file(std::move(context), path, options, opened); !status.ok()) {
    return status;
  }
  length.physical_bytes = opened.physical_bytes;
  if (layout_of(opened.place.kind) == FileLayout::Paged) {
    const PagedLayout layout(opened.cipher->header().page_bytes);
    const auto logical = layout.logical_bytes(opened.physical_bytes);
    length.logical_bytes = logical.value_or(0);
    return logical ? rocksdb::IOStatus::OK()
                   : opened.refuse(FaultKind::WrongLength, opened.physical_bytes);
  }
  EncryptedFrames frames;
  const rocksdb::IOStatus status = scan_file(opened, frames);
  length.logical_bytes = frames.logical_bytes;
  if (opened.cipher) {
    length.physical_bytes = frames.next.offset;
    length.has_torn_tail = frames.is_torn;
  }
  return status;
}

Result<std::size_t, SourceError> RocksFileSource::read(std::uint64_t offset,
                                                       std::span<std::uint8_t> target) {
  std::size_t count = 0;
  failure_ = read_up_to(file_, offset, target, count);
  if (!failure_.ok()) {
    return SourceError::Failed;
  }
  return count;
}

}  // namespace vitalstream::storage
