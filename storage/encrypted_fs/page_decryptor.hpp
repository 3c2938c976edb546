#pragma once
// PageDecryptor: reading any part of a paged file. `extent_of` says which bytes of the disk are
// needed for a part, `open` authenticates them and takes the part out. Whoever reads gets every
// byte authenticated, or the place of the page that is not. Any thread.

#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/encrypted_fs/file_cipher.hpp"
#include "storage/encrypted_fs/paged_layout.hpp"

namespace vitalstream::storage {

// Bytes of the logical file.
struct LogicalRange {
  std::uint64_t offset = 0;
  std::size_t bytes = 0;
};

// Bytes of the file on the disk: whole pages.
struct PageExtent {
  PageIndex first_page = 0;
  std::uint64_t offset = 0;
  std::size_t bytes = 0;
};

class PageDecryptor {
 public:
  // Nothing if no paged file is that long on the disk.
  [[nodiscard]] static std::optional<std::unique_ptr<PageDecryptor>> create(
      FileCipher cipher, std::uint64_t physical_bytes);

  [[nodiscard]] const PagedLayout& layout() const { return layout_; }
  [[nodiscard]] const FileHeader& header() const { return decryptors_.header(); }
  [[nodiscard]] std::uint64_t logical_bytes() const { return logical_bytes_; }

  // The part of a range that lies in the file.
  [[nodiscard]] LogicalRange clamped(LogicalRange range) const;
  // The pages of a range that lies in the file.
  [[nodiscard]] PageExtent extent_of(LogicalRange range) const;
  // The final page, whose opening proves the file's length.
  [[nodiscard]] PageExtent final_extent() const;

  // `encrypted` is what the disk holds at the range's extent; `target` has the range's length. If a
  // page is damaged, answers with its index and leaves the target undefined.
  [[nodiscard]] Result<void, PageIndex> decrypt(LogicalRange range, ByteView encrypted,
                                                std::span<std::uint8_t> target) const;
  [[nodiscard]] bool decrypts_final(ByteView encrypted) const;

 private:
  PageDecryptor(FileCipher cipher, std::uint64_t logical_bytes);

  [[nodiscard]] std::size_t content_of(PageIndex page) const;
  [[nodiscard]] bool decrypt_page(crypto::AesGcmDecryptor& decryptor, PageIndex page,
                                  ByteView encrypted, std::span<std::uint8_t> content) const;

  PagedLayout layout_;
  std::uint64_t logical_bytes_;
  DecryptorPool decryptors_;
};

}  // namespace vitalstream::storage
