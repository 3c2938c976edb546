#include "storage/encrypted_fs/paged_layout.hpp"

namespace vitalstream::storage {
namespace {

template <std::size_t Size>
void put_big_endian(std::array<std::uint8_t, Size>& target, std::size_t at, std::uint64_t value,
                    std::size_t bytes) {
  for (std::size_t index = 0; index < bytes; ++index) {
    target[at + bytes - 1 - index] = static_cast<std::uint8_t>(value >> (8 * index));
  }
}

}  // namespace

std::uint64_t PagedLayout::physical_bytes(std::uint64_t logical_bytes) const {
  const PageIndex final_page = page_of(logical_bytes);
  return physical_start(final_page) + (logical_bytes - content_start(final_page)) + kPageTagBytes;
}

std::optional<std::uint64_t> PagedLayout::logical_bytes(std::uint64_t physical_bytes) const {
  if (physical_bytes < kFileHeaderBytes + kPageTagBytes) {
    return std::nullopt;
  }
  const std::uint64_t pages = (physical_bytes - kFileHeaderBytes) / encrypted_bytes();
  const std::uint64_t rest = (physical_bytes - kFileHeaderBytes) % encrypted_bytes();
  if (rest < kPageTagBytes) {
    return std::nullopt;
  }
  return content_start(pages) + rest - kPageTagBytes;
}

std::array<std::uint8_t, kPageBoundBytes> bound_of(const PageIdentity& identity) {
  std::array<std::uint8_t, kPageBoundBytes> bound{};
  bound[0] = static_cast<std::uint8_t>(identity.kind);
  put_big_endian(bound, 1, identity.index, sizeof(std::uint64_t));
  put_big_endian(bound, 9, identity.content_bytes, sizeof(std::uint32_t));
  bound[13] = identity.is_final ? 1 : 0;
  return bound;
}

crypto::AesGcmNonce nonce_of(const PageIdentity& identity) {
  crypto::AesGcmNonce nonce{};
  put_big_endian(nonce, nonce.size() - sizeof(identity.index), identity.index,
                 sizeof(identity.index));
  return nonce;
}

}  // namespace vitalstream::storage
