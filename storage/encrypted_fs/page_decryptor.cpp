#include "storage/encrypted_fs/page_decryptor.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::storage {

std::optional<std::unique_ptr<PageDecryptor>> PageDecryptor::create(FileCipher cipher,
                                                                    std::uint64_t physical_bytes) {
  const PagedLayout layout(cipher.header().page_bytes);
  const auto logical_bytes = layout.logical_bytes(physical_bytes);
  if (!logical_bytes) {
    return std::nullopt;
  }
  return std::unique_ptr<PageDecryptor>(new PageDecryptor(std::move(cipher), *logical_bytes));
}

PageDecryptor::PageDecryptor(FileCipher cipher, std::uint64_t logical_bytes)
    : layout_(cipher.header().page_bytes),
      logical_bytes_(logical_bytes),
      decryptors_(std::move(cipher)) {}

LogicalRange PageDecryptor::clamped(LogicalRange range) const {
  if (range.offset >= logical_bytes_) {
    return {.offset = logical_bytes_, .bytes = 0};
  }
  const std::uint64_t rest = logical_bytes_ - range.offset;
  return {.offset = range.offset,
          .bytes = static_cast<std::size_t>(std::min<std::uint64_t>(range.bytes, rest))};
}

PageExtent PageDecryptor::extent_of(LogicalRange range) const {
  if (range.bytes == 0) {
    return {};
  }
  const PageIndex first = layout_.page_of(range.offset);
  const PageIndex last = layout_.page_of(range.offset + range.bytes - 1);
  const std::uint64_t begin = layout_.physical_start(first);
  const std::uint64_t end = layout_.physical_start(last) + content_of(last) + kPageTagBytes;
  return {.first_page = first, .offset = begin, .bytes = static_cast<std::size_t>(end - begin)};
}

PageExtent PageDecryptor::final_extent() const {
  const PageIndex last = layout_.page_of(logical_bytes_);
  return {.first_page = last,
          .offset = layout_.physical_start(last),
          .bytes = content_of(last) + kPageTagBytes};
}

Result<void, PageIndex> PageDecryptor::decrypt(LogicalRange range, ByteView encrypted,
                                               std::span<std::uint8_t> target) const {
  VS_ASSERT(target.size() == range.bytes);
  const PageExtent extent = extent_of(range);
  if (encrypted.size() < extent.bytes) {
    return extent.first_page + encrypted.size() / layout_.encrypted_bytes();
  }
  const DecryptorPool::Lease decryptor = decryptors_.borrow();
  std::array<std::uint8_t, kLargePageBytes> bounce;
  std::uint64_t at = range.offset;
  for (PageIndex page = extent.first_page; !target.empty(); ++page) {
    const std::size_t content = content_of(page);
    const ByteView page_bytes = encrypted.first(content + kPageTagBytes);
    const auto skipped = static_cast<std::size_t>(at - layout_.content_start(page));
    const std::size_t taken = std::min(content - skipped, target.size());
    const bool is_whole = taken == content;
    const auto plain = is_whole ? target.first(content) : std::span(bounce).first(content);
    if (!decrypt_page(*decryptor, page, page_bytes, plain)) {
      return page;
    }
    if (!is_whole) {
      std::ranges::copy(plain.subspan(skipped, taken), target.begin());
    }
    target = target.subspan(taken);
    encrypted = encrypted.subspan(page_bytes.size());
    at += taken;
  }
  return {};
}

bool PageDecryptor::decrypts_final(ByteView encrypted) const {
  const PageExtent extent = final_extent();
  if (encrypted.size() != extent.bytes) {
    return false;
  }
  const DecryptorPool::Lease decryptor = decryptors_.borrow();
  std::array<std::uint8_t, kLargePageBytes> content;
  return decrypt_page(*decryptor, extent.first_page, encrypted,
                      std::span(content).first(extent.bytes - kPageTagBytes));
}

std::size_t PageDecryptor::content_of(PageIndex page) const {
  const PageIndex last = layout_.page_of(logical_bytes_);
  return page < last ? layout_.content_bytes()
                     : static_cast<std::size_t>(logical_bytes_ - layout_.content_start(last));
}

bool PageDecryptor::decrypt_page(crypto::AesGcmDecryptor& decryptor, PageIndex page,
                                 ByteView encrypted, std::span<std::uint8_t> content) const {
  const PageIdentity identity{.kind = header().place.kind,
                              .index = page,
                              .content_bytes = content.size(),
                              .is_final = page == layout_.page_of(logical_bytes_)};
  return decryptor.decrypt(nonce_of(identity), bound_of(identity), encrypted, content);
}

}  // namespace vitalstream::storage
