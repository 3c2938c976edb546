#pragma once
// PagedReader: tables and blobs. Within this module; any thread.

#include <memory>

#include "storage/encrypted_fs/rocks/logical_reader.hpp"

namespace vitalstream::storage {

class PagedReader final : public LogicalReader {
 public:
  [[nodiscard]] static rocksdb::IOStatus create(OpenedFile opened,
                                                std::unique_ptr<LogicalReader>& reader);

  std::uint64_t logical_bytes() const override { return decryptor_->logical_bytes(); }
  rocksdb::IOStatus read(std::uint64_t offset, std::span<std::uint8_t> target,
                         std::size_t& count) const override;
  rocksdb::FSRandomAccessFile& beneath() const override { return *opened_.file; }

 private:
  PagedReader(OpenedFile opened, std::unique_ptr<PageDecryptor> decryptor);
  [[nodiscard]] rocksdb::IOStatus check_length() const;

  OpenedFile opened_;
  std::unique_ptr<PageDecryptor> decryptor_;
};

}  // namespace vitalstream::storage
