#include "storage/encrypted_fs/page_sealer.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace vitalstream::storage {

PageSealer::PageSealer(const FileCipher& cipher)
    : layout_(cipher.header().page_bytes),
      kind_(cipher.header().place.kind),
      sealer_(cipher.sealer()) {
  pending_.reserve(layout_.content_bytes());
}

void PageSealer::append(ByteView bytes, Bytes& sealed) {
  VS_ASSERT(!is_finished_);
  logical_bytes_ += bytes.size();
  if (!pending_.empty()) {
    const std::size_t taken = std::min(layout_.content_bytes() - pending_.size(), bytes.size());
    vitalstream::append(pending_, bytes.first(taken));
    bytes = bytes.subspan(taken);
    if (pending_.size() < layout_.content_bytes()) {
      return;
    }
    seal(pending_, /*is_final=*/false, sealed);
    pending_.clear();
  }
  while (bytes.size() >= layout_.content_bytes()) {
    seal(bytes.first(layout_.content_bytes()), /*is_final=*/false, sealed);
    bytes = bytes.subspan(layout_.content_bytes());
  }
  vitalstream::append(pending_, bytes);
}

void PageSealer::finish(Bytes& sealed) {
  VS_ASSERT(!is_finished_);
  is_finished_ = true;
  seal(pending_, /*is_final=*/true, sealed);
  pending_.clear();
}

void PageSealer::seal(ByteView content, bool is_final, Bytes& sealed) {
  const PageSeal page{
      .kind = kind_, .index = next_page_++, .content_bytes = content.size(), .is_final = is_final};
  const std::size_t at = sealed.size();
  sealed.resize(at + content.size() + kPageTagBytes);
  sealer_.seal(nonce_of(page), bound_of(page), content, std::span(sealed).subspan(at));
}

}  // namespace vitalstream::storage
