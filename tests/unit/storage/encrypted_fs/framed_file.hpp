#pragma once
// A framed file in memory, for the tests of its parts.

#include <memory>
#include <vector>

#include "base/assert.hpp"
#include "storage/encrypted_fs/frame_encryptor.hpp"
#include "storage/encrypted_fs/frame_reader.hpp"
#include "storage/encrypted_fs/frame_scan.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::storage {

struct FramedFile {
  FramedFile() : FramedFile(FileKind::Wal) {}
  explicit FramedFile(FileKind kind)
      : cipher(FileCipher::create(FixedKeys(), {kind, 1}, kSmallPageBytes)),
        encryptor(std::make_unique<FrameEncryptor>(cipher, first_frame())),
        bytes(cipher.encoded_header()),
        ends{bytes.size()} {}

  void append(ByteView payload) {
    vitalstream::append(content, payload);
    VS_ASSERT(encryptor->append(payload, bytes));
    ends.push_back(bytes.size());
  }
  void append(std::size_t size, std::uint8_t byte) { append(Bytes(size, byte)); }
  // What was appended is on the disk.
  void sync() { encryptor->set_durable(encryptor->last_number()); }
  // As a process that finds the file after another one.
  void reopen() {
    encryptor = std::make_unique<FrameEncryptor>(
        cipher, FramePosition{.offset = bytes.size(), .number = encryptor->last_number() + 1});
  }

  [[nodiscard]] Result<EncryptedFrames, ScanFailure> scan() const { return scan(bytes); }
  [[nodiscard]] Result<EncryptedFrames, ScanFailure> scan(ByteView changed) const {
    MemorySource source(changed);
    return scan_encrypted_frames(source, changed.size(), cipher);
  }

  FileCipher cipher;
  std::unique_ptr<FrameEncryptor> encryptor;
  Bytes content;
  Bytes bytes;                    // the whole file, header included
  std::vector<std::size_t> ends;  // of the header, then of each append
};

}  // namespace vitalstream::storage
