#pragma once
// PageEncryptor: turns what is appended to a paged file into the bytes that go to the disk. Every
// page is encrypted exactly once, as soon as it is full; the last one at `finish`, after which
// nothing may be appended: encrypting a page anew would use its nonce twice. One thread at a time.

#include "base/bytes.hpp"
#include "storage/encrypted_fs/file_cipher.hpp"
#include "storage/encrypted_fs/paged_layout.hpp"

namespace vitalstream::storage {

class PageEncryptor {
 public:
  explicit PageEncryptor(const FileCipher& cipher);

  // Appends to `encrypted` the pages that these bytes fill; the rest waits. Not after `finish`.
  void append(ByteView bytes, Bytes& encrypted);
  // Appends the final page to `encrypted`. Once.
  void finish(Bytes& encrypted);

  [[nodiscard]] bool is_finished() const { return is_finished_; }
  [[nodiscard]] std::uint64_t logical_bytes() const { return logical_bytes_; }

 private:
  void encrypt(ByteView content, bool is_final, Bytes& encrypted);

  PagedLayout layout_;
  FileKind kind_;
  crypto::AesGcmEncryptor encryptor_;
  Bytes pending_;  // less than a full page
  PageIndex next_page_ = 0;
  std::uint64_t logical_bytes_ = 0;
  bool is_finished_ = false;
};

}  // namespace vitalstream::storage
