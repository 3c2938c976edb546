#pragma once
// FileCipher: the keys of one file, from its header and the data key of its generation. It keeps
// the data key that all files share rather than secrets of its own, and derives the content key
// again for each encryptor or decryptor: they are few, and guarded memory is dear. Any thread.

#include <memory>
#include <mutex>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/aes_gcm_key.hpp"
#include "storage/encrypted_fs/data_keys.hpp"
#include "storage/encrypted_fs/file_header.hpp"

namespace vitalstream::storage {

class FileCipher {
 public:
  FileCipher(FileHeader header, DataKey data_key);

  // For a new file: the active generation, and a random salt.
  [[nodiscard]] static FileCipher create(const DataKeys& keys, FilePlace place,
                                         std::size_t page_bytes);
  // For a file that begins with these bytes and must be what `place` says.
  [[nodiscard]] static Result<FileCipher, FaultKind> open(ByteView beginning, const DataKeys& keys,
                                                          FilePlace place);

  [[nodiscard]] const FileHeader& header() const { return header_; }
  [[nodiscard]] Bytes encoded_header() const;
  [[nodiscard]] crypto::AesGcmEncryptor encryptor() const;
  [[nodiscard]] crypto::AesGcmDecryptor decryptor() const;

 private:
  FileHeader header_;
  DataKey data_key_;
};

// The decryptors of a file that several threads read at once: as many as ever read at the same
// time.
class DecryptorPool {
 public:
  explicit DecryptorPool(FileCipher cipher);

  // Gives its decryptor back at the end of its life.
  class Lease {
   public:
    Lease(const DecryptorPool& pool, std::unique_ptr<crypto::AesGcmDecryptor> decryptor);
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    [[nodiscard]] crypto::AesGcmDecryptor& operator*() const { return *decryptor_; }

   private:
    const DecryptorPool& pool_;
    std::unique_ptr<crypto::AesGcmDecryptor> decryptor_;
  };

  [[nodiscard]] Lease borrow() const;
  [[nodiscard]] const FileHeader& header() const { return cipher_.header(); }

 private:
  FileCipher cipher_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<crypto::AesGcmDecryptor>> idle_;
};

}  // namespace vitalstream::storage
