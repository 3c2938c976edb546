#include "storage/encrypted_fs/rocks/content_encryptor.hpp"

namespace vitalstream::storage {

rocksdb::IOStatus PagedEncryptor::append(ByteView bytes, Bytes& encrypted) {
  if (pages_.is_finished()) {
    return rocksdb::IOStatus::InvalidArgument(
        "nothing is appended after a sync: its last page would be encrypted twice");
  }
  pages_.append(bytes, encrypted);
  return rocksdb::IOStatus::OK();
}

void PagedEncryptor::finish(Bytes& encrypted) {
  if (!pages_.is_finished()) {
    pages_.finish(encrypted);
  }
}

rocksdb::IOStatus FramedEncryptor::append(ByteView bytes, Bytes& encrypted) {
  return frames_.append(bytes, encrypted)
             ? rocksdb::IOStatus::OK()
             : rocksdb::IOStatus::NoSpace("the file has no numbers left for frames");
}

rocksdb::IOStatus ReopenedFile::append(ByteView /*bytes*/, Bytes& /*encrypted*/) {
  return rocksdb::IOStatus::NotSupported(
      "an encrypted file is not appended to after it was opened again");
}

std::unique_ptr<ContentEncryptor> make_content_encryptor(const FileCipher& cipher) {
  if (layout_of(cipher.header().place.kind) == FileLayout::Paged) {
    return std::make_unique<PagedEncryptor>(cipher);
  }
  return std::make_unique<FramedEncryptor>(cipher);
}

}  // namespace vitalstream::storage
