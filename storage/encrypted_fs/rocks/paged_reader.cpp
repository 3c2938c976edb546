#include "storage/encrypted_fs/rocks/paged_reader.hpp"

#include <utility>

namespace vitalstream::storage {
namespace {

// Pages as they come from the disk. Ciphertext, so nothing is wiped.
Bytes& ciphertext_buffer(std::size_t bytes) {
  static thread_local Bytes buffer;
  if (buffer.size() > kReadBufferBytesKept && bytes <= kReadBufferBytesKept) {
    buffer = Bytes();
  }
  if (buffer.size() < bytes) {
    buffer.resize(bytes);
  }
  return buffer;
}

}  // namespace

rocksdb::IOStatus PagedReader::create(OpenedFile opened, std::unique_ptr<LogicalReader>& reader) {
  auto decryptor = PageDecryptor::create(*opened.cipher, opened.physical_bytes);
  if (!decryptor) {
    return opened.refuse(FaultKind::WrongLength, opened.physical_bytes);
  }
  std::unique_ptr<PagedReader> made(new PagedReader(std::move(opened), std::move(*decryptor)));
  if (auto status = made->check_length(); !status.ok()) {
    return status;
  }
  reader = std::move(made);
  return rocksdb::IOStatus::OK();
}

PagedReader::PagedReader(OpenedFile opened, std::unique_ptr<PageDecryptor> decryptor)
    : opened_(std::move(opened)), decryptor_(std::move(decryptor)) {}

rocksdb::IOStatus PagedReader::check_length() const {
  const PageExtent extent = decryptor_->final_extent();
  Bytes encrypted(extent.bytes);
  std::size_t count = 0;
  if (auto status = read_up_to(*opened_.file, extent.offset, encrypted, count); !status.ok()) {
    return opened_.failed(status, extent.offset);
  }
  return decryptor_->decrypts_final(ByteView(encrypted).first(count))
             ? rocksdb::IOStatus::OK()
             : opened_.refuse(FaultKind::DamagedPage, extent.offset);
}

rocksdb::IOStatus PagedReader::read(std::uint64_t offset, std::span<std::uint8_t> target,
                                    std::size_t& count) const {
  count = 0;
  const LogicalRange range = decryptor_->clamped({.offset = offset, .bytes = target.size()});
  if (range.bytes == 0) {
    return rocksdb::IOStatus::OK();
  }
  const PageExtent extent = decryptor_->extent_of(range);
  const auto buffer = std::span(ciphertext_buffer(extent.bytes)).first(extent.bytes);
  std::size_t found = 0;
  if (auto status = read_up_to(*opened_.file, extent.offset, buffer, found); !status.ok()) {
    return opened_.failed(status, extent.offset);
  }
  if (auto opened =
          decryptor_->decrypt(range, ByteView(buffer).first(found), target.first(range.bytes));
      !opened) {
    return opened_.refuse(FaultKind::DamagedPage,
                          decryptor_->layout().physical_start(opened.error()));
  }
  count = range.bytes;
  return rocksdb::IOStatus::OK();
}

}  // namespace vitalstream::storage
