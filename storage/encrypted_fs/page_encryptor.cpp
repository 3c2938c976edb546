#include "storage/encrypted_fs/page_encryptor.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace vitalstream::storage {

PageEncryptor::PageEncryptor(const FileCipher& cipher)
    : layout_(cipher.header().page_bytes),
      kind_(cipher.header().place.kind),
      encryptor_(cipher.encryptor()) {
  pending_.reserve(layout_.content_bytes());
}

void PageEncryptor::append(ByteView bytes, Bytes& encrypted) {
  VS_ASSERT(!is_finished_);
  logical_bytes_ += bytes.size();
  if (!pending_.empty()) {
    const std::size_t taken = std::min(layout_.content_bytes() - pending_.size(), bytes.size());
    vitalstream::append(pending_, bytes.first(taken));
    bytes = bytes.subspan(taken);
    if (pending_.size() < layout_.content_bytes()) {
      return;
    }
    encrypt(pending_, /*is_final=*/false, encrypted);
    pending_.clear();
  }
  while (bytes.size() >= layout_.content_bytes()) {
    encrypt(bytes.first(layout_.content_bytes()), /*is_final=*/false, encrypted);
    bytes = bytes.subspan(layout_.content_bytes());
  }
  vitalstream::append(pending_, bytes);
}

void PageEncryptor::finish(Bytes& encrypted) {
  VS_ASSERT(!is_finished_);
  is_finished_ = true;
  encrypt(pending_, /*is_final=*/true, encrypted);
  pending_.clear();
}

void PageEncryptor::encrypt(ByteView content, bool is_final, Bytes& encrypted) {
  const PageIdentity page{
      .kind = kind_, .index = next_page_++, .content_bytes = content.size(), .is_final = is_final};
  const std::size_t at = encrypted.size();
  encrypted.resize(at + content.size() + kPageTagBytes);
  encryptor_.encrypt(nonce_of(page), bound_of(page), content, std::span(encrypted).subspan(at));
}

}  // namespace vitalstream::storage
