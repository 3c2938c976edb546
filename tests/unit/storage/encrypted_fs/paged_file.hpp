#pragma once
// A paged file in memory, for the tests of its parts.

#include <memory>

#include "storage/encrypted_fs/page_decryptor.hpp"
#include "storage/encrypted_fs/page_encryptor.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::storage {

struct PagedFile {
  explicit PagedFile(std::size_t logical_bytes, std::size_t page_bytes = kSmallPageBytes)
      : cipher(FileCipher::create(FixedKeys(), {FileKind::Table, 1}, page_bytes)),
        content(logical_bytes),
        encrypted(cipher.encoded_header()) {
    for (std::size_t index = 0; index < logical_bytes; ++index) {
      content[index] = static_cast<std::uint8_t>(index * 31 + index / kSmallPageBytes);
    }
    PageEncryptor encryptor(cipher);
    encryptor.append(content, encrypted);
    encryptor.finish(encrypted);
  }

  [[nodiscard]] std::unique_ptr<PageDecryptor> decryptor() const {
    auto decryptor = PageDecryptor::create(cipher, encrypted.size());
    return decryptor ? std::move(*decryptor) : nullptr;
  }

  FileCipher cipher;
  Bytes content;
  Bytes encrypted;  // the whole file, header included
};

}  // namespace vitalstream::storage
