#pragma once
// ContentSealer: where the two layouts differ for a file that is being written. Within this module.

#include <rocksdb/io_status.h>

#include <atomic>
#include <cstdint>
#include <memory>

#include "storage/encrypted_fs/frame_sealer.hpp"
#include "storage/encrypted_fs/page_sealer.hpp"

namespace vitalstream::storage {

class ContentSealer {
 public:
  ContentSealer() = default;
  ContentSealer(const ContentSealer&) = delete;
  ContentSealer& operator=(const ContentSealer&) = delete;
  virtual ~ContentSealer() = default;

  // Appends to `sealed` what these bytes become.
  [[nodiscard]] virtual rocksdb::IOStatus append(ByteView bytes, Bytes& sealed) = 0;
  // Appends to `sealed` what must precede a sync or the end. Nothing can be appended afterwards, in
  // layouts where there is such a thing.
  virtual void finish(Bytes& sealed) = 0;
  // What was sealed last is in the file, though not on the disk.
  virtual void was_written() = 0;
  // What a sync beginning now will make durable; and that it has.
  [[nodiscard]] virtual std::uint32_t written_number() const = 0;
  virtual void was_synced(std::uint32_t number) = 0;
  // Whether a sync seals nothing, and so may run beside an append.
  [[nodiscard]] virtual bool may_sync_beside_append() const = 0;
};

class PagedSealer final : public ContentSealer {
 public:
  explicit PagedSealer(const FileCipher& cipher) : pages_(cipher) {}

  rocksdb::IOStatus append(ByteView bytes, Bytes& sealed) override;
  void finish(Bytes& sealed) override;
  void was_written() override {}
  std::uint32_t written_number() const override { return 0; }
  void was_synced(std::uint32_t /*number*/) override {}
  bool may_sync_beside_append() const override { return false; }

 private:
  PageSealer pages_;
};

class FramedSealer final : public ContentSealer {
 public:
  explicit FramedSealer(const FileCipher& cipher) : frames_(cipher, first_frame()) {}

  rocksdb::IOStatus append(ByteView bytes, Bytes& sealed) override;
  void finish(Bytes& /*sealed*/) override {}
  void was_written() override { written_ = frames_.last_number(); }
  std::uint32_t written_number() const override { return written_; }
  void was_synced(std::uint32_t number) override { frames_.set_durable(number); }
  bool may_sync_beside_append() const override { return true; }

 private:
  FrameSealer frames_;
  std::atomic<std::uint32_t> written_ = 0;
};

// A file that is opened again takes nothing more: what was written then and is written now could
// share a nonce. RocksDB does so only to cut it, or to sync it.
class ReopenedSealer final : public ContentSealer {
 public:
  rocksdb::IOStatus append(ByteView bytes, Bytes& sealed) override;
  void finish(Bytes& /*sealed*/) override {}
  void was_written() override {}
  std::uint32_t written_number() const override { return 0; }
  void was_synced(std::uint32_t /*number*/) override {}
  bool may_sync_beside_append() const override { return true; }
};

[[nodiscard]] std::unique_ptr<ContentSealer> make_content_sealer(const FileCipher& cipher);

}  // namespace vitalstream::storage
