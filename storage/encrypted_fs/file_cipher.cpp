#include "storage/encrypted_fs/file_cipher.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "storage/encrypted_fs/random_bytes.hpp"

namespace vitalstream::storage {

FileCipher::FileCipher(FileHeader header, DataKey data_key)
    : header_(std::move(header)), data_key_(std::move(data_key)) {
  VS_ASSERT(data_key_ != nullptr && data_key_->size() == kDataKeyBytes);
}

FileCipher FileCipher::create(const DataKeys& keys, FilePlace place, std::size_t page_bytes) {
  const bool is_paged = layout_of(place.kind) == FileLayout::Paged;
  ActiveKey active = keys.active();
  FileHeader header{.place = place,
                    .page_bytes = is_paged ? static_cast<std::uint32_t>(page_bytes) : 0,
                    .generation = active.generation,
                    .salt = {},
                    .database = keys.database_id()};
  fill_random(header.salt);
  return {std::move(header), std::move(active.key)};
}

Result<FileCipher, FaultKind> FileCipher::open(ByteView beginning, const DataKeys& keys,
                                               FilePlace place) {
  VS_TRY(header, decode_file_header(beginning));
  if (header.database != keys.database_id()) {
    return FaultKind::OtherDatabase;
  }
  DataKey data_key = keys.find(header.generation);
  if (!data_key) {
    return FaultKind::UnknownGeneration;
  }
  VS_RETURN_IF_ERROR(authenticate_file_header(beginning, header, *data_key));
  if (header.place != place) {
    return FaultKind::WrongPlace;
  }
  return FileCipher(std::move(header), std::move(data_key));
}

Bytes FileCipher::encoded_header() const { return encode_file_header(header_, *data_key_); }

crypto::AesGcmEncryptor FileCipher::encryptor() const {
  return crypto::AesGcmEncryptor(derive_file_key(header_, *data_key_, FileKeyPurpose::Content));
}

crypto::AesGcmDecryptor FileCipher::decryptor() const {
  return crypto::AesGcmDecryptor(derive_file_key(header_, *data_key_, FileKeyPurpose::Content));
}

DecryptorPool::DecryptorPool(FileCipher cipher) : cipher_(std::move(cipher)) {}

DecryptorPool::Lease::Lease(const DecryptorPool& pool,
                            std::unique_ptr<crypto::AesGcmDecryptor> decryptor)
    : pool_(pool), decryptor_(std::move(decryptor)) {}

DecryptorPool::Lease::~Lease() {
  const std::lock_guard lock(pool_.mutex_);
  pool_.idle_.push_back(std::move(decryptor_));
}

DecryptorPool::Lease DecryptorPool::borrow() const {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto decryptor = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(decryptor)};
    }
  }
  return {*this, std::make_unique<crypto::AesGcmDecryptor>(cipher_.decryptor())};
}

}  // namespace vitalstream::storage
