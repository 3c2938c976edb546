#pragma once
// The key and the header under which the fuzz targets of encrypted files read their inputs, the
// same at every run, so that seeds stay valid.

#include <memory>

#include "storage/encrypted_fs/file_cipher.hpp"
#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::fuzz {

inline storage::DataKey encrypted_file_key() {
  return std::make_shared<const crypto::SecretBytes>(
      crypto::SecretBytes::copy_of(Bytes(storage::kDataKeyBytes, 7)));
}

inline storage::FileCipher encrypted_file(storage::FileKind kind) {
  storage::FileHeader header;
  header.place = {.kind = kind, .number = 1};
  header.generation = storage::KeyGeneration(1);
  if (storage::layout_of(kind) == storage::FileLayout::Paged) {
    header.page_bytes = storage::kSmallPageBytes;
  }
  return {header, encrypted_file_key()};
}

}  // namespace vitalstream::fuzz
