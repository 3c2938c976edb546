#pragma once
// FramedReader: logs, manifests and the small files. What was appended after it was opened is not
// seen. Within this module; any thread.

#include <memory>
#include <mutex>
#include <optional>

#include "storage/encrypted_fs/rocks/logical_reader.hpp"

namespace vitalstream::storage {

class FramedReader final : public LogicalReader {
 public:
  [[nodiscard]] static rocksdb::IOStatus create(OpenedFile opened,
                                                std::unique_ptr<LogicalReader>& reader);

  std::uint64_t logical_bytes() const override;
  rocksdb::IOStatus read(std::uint64_t offset, std::span<std::uint8_t> target,
                         std::size_t& count) const override;
  rocksdb::FSRandomAccessFile& beneath() const override { return *opened_.file; }

 private:
  FramedReader(OpenedFile opened, EncryptedFrames frames);

  OpenedFile opened_;
  mutable RocksFileSource source_;
  mutable std::mutex mutex_;
  mutable std::optional<FrameReader> frames_;  // nothing in a file that was never begun
};

}  // namespace vitalstream::storage
