#pragma once
// ContentEncryptor: where the two layouts differ for a file that is being written. Within this
// module.

#include <rocksdb/io_status.h>

#include <atomic>
#include <cstdint>
#include <memory>

#include "storage/encrypted_fs/frame_encryptor.hpp"
#include "storage/encrypted_fs/page_encryptor.hpp"

namespace vitalstream::storage {

class ContentEncryptor {
 public:
  ContentEncryptor() = default;
  ContentEncryptor(const ContentEncryptor&) = delete;
  ContentEncryptor& operator=(const ContentEncryptor&) = delete;
  virtual ~ContentEncryptor() = default;

  // Appends to `encrypted` what these bytes become.
  [[nodiscard]] virtual rocksdb::IOStatus append(ByteView bytes, Bytes& encrypted) = 0;
  // Appends to `encrypted` what must precede a sync or the end. Nothing can be appended afterwards,
  // in layouts where there is such a thing.
  virtual void finish(Bytes& encrypted) = 0;
  // What was encrypted last is in the file, though not on the disk.
  virtual void was_written() = 0;
  // What a sync beginning now will make durable; and that it has.
  [[nodiscard]] virtual std::uint32_t written_number() const = 0;
  virtual void was_synced(std::uint32_t number) = 0;
  // Whether a sync encrypts nothing, and so may run beside an append.
  [[nodiscard]] virtual bool may_sync_beside_append() const = 0;
};

class PagedEncryptor final : public ContentEncryptor {
 public:
  explicit PagedEncryptor(const FileCipher& cipher) : pages_(cipher) {}

  rocksdb::IOStatus append(ByteView bytes, Bytes& encrypted) override;
  void finish(Bytes& encrypted) override;
  void was_written() override {}
  std::uint32_t written_number() const override { return 0; }
  void was_synced(std::uint32_t /*number*/) override {}
  bool may_sync_beside_append() const override { return false; }

 private:
  PageEncryptor pages_;
};

class FramedEncryptor final : public ContentEncryptor {
 public:
  explicit FramedEncryptor(const FileCipher& cipher) : frames_(cipher, first_frame()) {}

  rocksdb::IOStatus append(ByteView bytes, Bytes& encrypted) override;
  void finish(Bytes& /*encrypted*/) override {}
  void was_written() override { written_ = frames_.last_number(); }
  std::uint32_t written_number() const override { return written_; }
  void was_synced(std::uint32_t number) override { frames_.set_durable(number); }
  bool may_sync_beside_append() const override { return true; }

 private:
  FrameEncryptor frames_;
  std::atomic<std::uint32_t> written_ = 0;
};

// A file that is opened again takes nothing more: what was written then and is written now could
// share a nonce. RocksDB does so only to cut it, or to sync it.
class ReopenedFile final : public ContentEncryptor {
 public:
  rocksdb::IOStatus append(ByteView bytes, Bytes& encrypted) override;
  void finish(Bytes& /*encrypted*/) override {}
  void was_written() override {}
  std::uint32_t written_number() const override { return 0; }
  void was_synced(std::uint32_t /*number*/) override {}
  bool may_sync_beside_append() const override { return true; }
};

[[nodiscard]] std::unique_ptr<ContentEncryptor> make_content_encryptor(const FileCipher& cipher);

}  // namespace vitalstream::storage
