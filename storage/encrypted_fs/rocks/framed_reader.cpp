#include "storage/encrypted_fs/rocks/framed_reader.hpp"

#include <utility>

namespace vitalstream::storage {

rocksdb::IOStatus FramedReader::create(OpenedFile opened, std::unique_ptr<LogicalReader>& reader) {
  EncryptedFrames frames;
  if (auto status = scan_file(opened, frames); !status.ok()) {
    return status;
  }
  reader.reset(new FramedReader(std::move(opened), std::move(frames)));
  return rocksdb::IOStatus::OK();
}

FramedReader::FramedReader(OpenedFile opened, EncryptedFrames frames)
    : opened_(std::move(opened)), source_(*opened_.file, opened_.physical_bytes) {
  if (opened_.cipher) {
    frames_.emplace(source_, *opened_.cipher, std::move(frames));
  }
}

std::uint64_t FramedReader::logical_bytes() const { return frames_ ? frames_->logical_bytes() : 0; }

rocksdb::IOStatus FramedReader::read(std::uint64_t offset, std::span<std::uint8_t> target,
                                     std::size_t& count) const {
  count = 0;
  if (!frames_) {
    return rocksdb::IOStatus::OK();
  }
  const std::lock_guard lock(mutex_);
  const auto found = frames_->read(offset, target);
  if (found) {
    count = *found;
    return rocksdb::IOStatus::OK();
  }
  return found.error().reason == ScanFailure::Reason::Source
             ? opened_.failed(source_.failure(), found.error().offset)
             : opened_.refuse(FaultKind::DamagedFrame, found.error().offset);
}

}  // namespace vitalstream::storage
