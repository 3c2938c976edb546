#pragma once
// The arithmetic of paged files: which page holds which byte, how long the file is on the disk.
//
//   header | page 0 | page 1 | ... | final page
//
// Every page but the last is full: page_bytes of content and, after them, the kPageTagBytes of the
// tag. So content keeps its alignment, and a block that RocksDB aligns to 4 KiB shares no page with
// its neighbours. The final page holds what is left, which is always less than a full page and may
// be nothing: its length and the mark that it is the last are authenticated, so that a cut shows.
// Pure.

#include <array>
#include <cstdint>
#include <optional>

#include "crypto/aes_gcm_key.hpp"
#include "storage/encrypted_fs/file_kind.hpp"
#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {

using PageIndex = std::uint64_t;

class PagedLayout {
 public:
  // One of the page sizes that a header may name.
  explicit PagedLayout(std::size_t page_bytes) : page_bytes_(page_bytes) {}

  // What a full page holds, and what it takes on the disk.
  [[nodiscard]] std::size_t content_bytes() const { return page_bytes_; }
  [[nodiscard]] std::size_t encrypted_bytes() const { return page_bytes_ + kPageTagBytes; }

  [[nodiscard]] PageIndex page_of(std::uint64_t logical) const { return logical / content_bytes(); }
  [[nodiscard]] std::uint64_t content_start(PageIndex page) const { return page * content_bytes(); }
  [[nodiscard]] std::uint64_t physical_start(PageIndex page) const {
    return kFileHeaderBytes + page * encrypted_bytes();
  }
  [[nodiscard]] std::uint64_t physical_bytes(std::uint64_t logical_bytes) const;
  // Nothing if no file of this layout has that length.
  [[nodiscard]] std::optional<std::uint64_t> logical_bytes(std::uint64_t physical_bytes) const;

 private:
  std::size_t page_bytes_;
};

struct PageIdentity {
  FileKind kind = FileKind::Table;
  PageIndex index = 0;
  std::size_t content_bytes = 0;
  bool is_final = false;
};

inline constexpr std::size_t kPageBoundBytes = 14;
[[nodiscard]] std::array<std::uint8_t, kPageBoundBytes> bound_of(const PageIdentity& identity);
[[nodiscard]] crypto::AesGcmNonce nonce_of(const PageIdentity& identity);

}  // namespace vitalstream::storage
