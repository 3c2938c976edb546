#include "storage/encrypted_fs/rocks/content_sealer.hpp"

namespace vitalstream::storage {

rocksdb::IOStatus PagedSealer::append(ByteView bytes, Bytes& sealed) {
  if (pages_.is_finished()) {
    return rocksdb::IOStatus::InvalidArgument(
        "nothing is appended after a sync: its last page would be sealed twice");
  }
  pages_.append(bytes, sealed);
  return rocksdb::IOStatus::OK();
}

void PagedSealer::finish(Bytes& sealed) {
  if (!pages_.is_finished()) {
    pages_.finish(sealed);
  }
}

rocksdb::IOStatus FramedSealer::append(ByteView bytes, Bytes& sealed) {
  return frames_.append(bytes, sealed)
             ? rocksdb::IOStatus::OK()
             : rocksdb::IOStatus::NoSpace("the file has no numbers left for frames");
}

rocksdb::IOStatus ReopenedSealer::append(ByteView /*bytes*/, Bytes& /*sealed*/) {
  return rocksdb::IOStatus::NotSupported(
      "an encrypted file is not appended to after it was opened again");
}

std::unique_ptr<ContentSealer> make_content_sealer(const FileCipher& cipher) {
  if (layout_of(cipher.header().place.kind) == FileLayout::Paged) {
    return std::make_unique<PagedSealer>(cipher);
  }
  return std::make_unique<FramedSealer>(cipher);
}

}  // namespace vitalstream::storage
