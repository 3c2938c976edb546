// The pages of a table: what opens as a whole is encrypted again to the same bytes.
#include "encrypted_file.hpp"
#include "fuzz_input.hpp"
#include "storage/encrypted_fs/page_decryptor.hpp"
#include "storage/encrypted_fs/page_encryptor.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

VS_FUZZ_TARGET(input) {
  const FileCipher cipher = fuzz::encrypted_file(FileKind::Table);
  const auto decryptor = PageDecryptor::create(cipher, kFileHeaderBytes + input.size());
  if (!decryptor) {
    return;
  }
  const PageDecryptor& pages = **decryptor;
  VS_ASSERT(pages.layout().physical_bytes(pages.logical_bytes()) ==
            kFileHeaderBytes + input.size());
  const LogicalRange all =
      pages.clamped({.offset = 0, .bytes = static_cast<std::size_t>(pages.logical_bytes())});
  const PageExtent final_page = pages.final_extent();
  const bool is_final_whole = pages.decrypts_final(
      input.subspan(static_cast<std::size_t>(final_page.offset - kFileHeaderBytes)));
  Bytes content(all.bytes);
  const auto opened = pages.decrypt(all, input.first(pages.extent_of(all).bytes), content);
  if (!opened) {
    VS_ASSERT(opened.error() <= final_page.first_page);
    return;
  }
  PageEncryptor encryptor(cipher);
  Bytes encrypted;
  encryptor.append(content, encrypted);
  encryptor.finish(encrypted);
  VS_ASSERT(encrypted.size() == input.size());
  VS_ASSERT(equal(encrypted, input) == is_final_whole);
}
