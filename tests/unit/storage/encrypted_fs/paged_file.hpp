#pragma once
// A paged file in memory, for the tests of its parts.

#include <memory>

#include "storage/encrypted_fs/page_opener.hpp"
#include "storage/encrypted_fs/page_sealer.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::storage {

struct PagedFile {
  explicit PagedFile(std::size_t logical_bytes, std::size_t page_bytes = kSmallPageBytes)
      : cipher(FileCipher::create(FixedKeys(), {FileKind::Table, 1}, page_bytes)),
        content(logical_bytes),
        sealed(cipher.encoded_header()) {
    for (std::size_t index = 0; index < logical_bytes; ++index) {
      content[index] = static_cast<std::uint8_t>(index * 31 + index / kSmallPageBytes);
    }
    PageSealer sealer(cipher);
    sealer.append(content, sealed);
    sealer.finish(sealed);
  }

  [[nodiscard]] std::unique_ptr<PageOpener> opener() const {
    auto opener = PageOpener::create(cipher, sealed.size());
    return opener ? std::move(*opener) : nullptr;
  }

  FileCipher cipher;
  Bytes content;
  Bytes sealed;  // the whole file, header included
};

}  // namespace vitalstream::storage
