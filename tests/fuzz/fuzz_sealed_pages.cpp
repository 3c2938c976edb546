// The pages of a table: what opens as a whole is sealed again to the same bytes.
#include "fuzz_input.hpp"
#include "sealed_file.hpp"
#include "storage/encrypted_fs/page_opener.hpp"
#include "storage/encrypted_fs/page_sealer.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

VS_FUZZ_TARGET(input) {
  const FileCipher cipher = fuzz::sealed_file(FileKind::Table);
  const auto opener = PageOpener::create(cipher, kFileHeaderBytes + input.size());
  if (!opener) {
    return;
  }
  const PageOpener& pages = **opener;
  VS_ASSERT(pages.layout().physical_bytes(pages.logical_bytes()) ==
            kFileHeaderBytes + input.size());
  const LogicalRange all =
      pages.clamped({.offset = 0, .bytes = static_cast<std::size_t>(pages.logical_bytes())});
  const PageExtent final_page = pages.final_extent();
  const bool is_final_whole = pages.opens_final(
      input.subspan(static_cast<std::size_t>(final_page.offset - kFileHeaderBytes)));
  Bytes content(all.bytes);
  const auto opened = pages.open(all, input.first(pages.extent_of(all).bytes), content);
  if (!opened) {
    VS_ASSERT(opened.error() <= final_page.first_page);
    return;
  }
  PageSealer sealer(cipher);
  Bytes sealed;
  sealer.append(content, sealed);
  sealer.finish(sealed);
  VS_ASSERT(sealed.size() == input.size());
  VS_ASSERT(equal(sealed, input) == is_final_whole);
}
