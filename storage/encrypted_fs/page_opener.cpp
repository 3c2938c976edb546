#include "storage/encrypted_fs/page_opener.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::storage {

std::optional<std::unique_ptr<PageOpener>> PageOpener::create(FileCipher cipher,
                                                              std::uint64_t physical_bytes) {
  const PagedLayout layout(cipher.header().page_bytes);
  const auto logical_bytes = layout.logical_bytes(physical_bytes);
  if (!logical_bytes) {
    return std::nullopt;
  }
  return std::unique_ptr<PageOpener>(new PageOpener(std::move(cipher), *logical_bytes));
}

PageOpener::PageOpener(FileCipher cipher, std::uint64_t logical_bytes)
    : layout_(cipher.header().page_bytes),
      logical_bytes_(logical_bytes),
      openers_(std::move(cipher)) {}

LogicalRange PageOpener::clamped(LogicalRange range) const {
  if (range.offset >= logical_bytes_) {
    return {.offset = logical_bytes_, .bytes = 0};
  }
  const std::uint64_t rest = logical_bytes_ - range.offset;
  return {.offset = range.offset,
          .bytes = static_cast<std::size_t>(std::min<std::uint64_t>(range.bytes, rest))};
}

PageExtent PageOpener::extent_of(LogicalRange range) const {
  if (range.bytes == 0) {
    return {};
  }
  const PageIndex first = layout_.page_of(range.offset);
  const PageIndex last = layout_.page_of(range.offset + range.bytes - 1);
  const std::uint64_t begin = layout_.physical_start(first);
  const std::uint64_t end = layout_.physical_start(last) + content_of(last) + kPageTagBytes;
  return {.first_page = first, .offset = begin, .bytes = static_cast<std::size_t>(end - begin)};
}

PageExtent PageOpener::final_extent() const {
  const PageIndex last = layout_.page_of(logical_bytes_);
  return {.first_page = last,
          .offset = layout_.physical_start(last),
          .bytes = content_of(last) + kPageTagBytes};
}

Result<void, PageIndex> PageOpener::open(LogicalRange range, ByteView sealed,
                                         std::span<std::uint8_t> target) const {
  VS_ASSERT(target.size() == range.bytes);
  const PageExtent extent = extent_of(range);
  if (sealed.size() < extent.bytes) {
    return extent.first_page + sealed.size() / layout_.sealed_bytes();
  }
  const OpenerPool::Lease opener = openers_.borrow();
  std::array<std::uint8_t, kLargePageBytes> bounce;
  std::uint64_t at = range.offset;
  for (PageIndex page = extent.first_page; !target.empty(); ++page) {
    const std::size_t content = content_of(page);
    const ByteView page_bytes = sealed.first(content + kPageTagBytes);
    const auto skipped = static_cast<std::size_t>(at - layout_.content_start(page));
    const std::size_t taken = std::min(content - skipped, target.size());
    const bool is_whole = taken == content;
    const auto plain = is_whole ? target.first(content) : std::span(bounce).first(content);
    if (!open_page(*opener, page, page_bytes, plain)) {
      return page;
    }
    if (!is_whole) {
      std::ranges::copy(plain.subspan(skipped, taken), target.begin());
    }
    target = target.subspan(taken);
    sealed = sealed.subspan(page_bytes.size());
    at += taken;
  }
  return {};
}

bool PageOpener::opens_final(ByteView sealed) const {
  const PageExtent extent = final_extent();
  if (sealed.size() != extent.bytes) {
    return false;
  }
  const OpenerPool::Lease opener = openers_.borrow();
  std::array<std::uint8_t, kLargePageBytes> content;
  return open_page(*opener, extent.first_page, sealed,
                   std::span(content).first(extent.bytes - kPageTagBytes));
}

std::size_t PageOpener::content_of(PageIndex page) const {
  const PageIndex last = layout_.page_of(logical_bytes_);
  return page < last ? layout_.content_bytes()
                     : static_cast<std::size_t>(logical_bytes_ - layout_.content_start(last));
}

bool PageOpener::open_page(crypto::AesGcmOpener& opener, PageIndex page, ByteView sealed,
                           std::span<std::uint8_t> content) const {
  const PageSeal seal{.kind = header().place.kind,
                      .index = page,
                      .content_bytes = content.size(),
                      .is_final = page == layout_.page_of(logical_bytes_)};
  return opener.open(nonce_of(seal), bound_of(seal), sealed, content);
}

}  // namespace vitalstream::storage
