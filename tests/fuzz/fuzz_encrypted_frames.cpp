// The frames of a log: what is found whole is read, and encrypted again to the same bytes.
#include "encrypted_file.hpp"
#include "fuzz_input.hpp"
#include "storage/encrypted_fs/frame_reader.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

VS_FUZZ_TARGET(input) {
  const FileCipher cipher = fuzz::encrypted_file(FileKind::Wal);
  Bytes file = cipher.encoded_header();
  append(file, input);
  MemorySource source(file);
  const auto found = scan_encrypted_frames(source, file.size(), cipher);
  if (!found) {
    VS_ASSERT(found.error().reason == ScanFailure::Reason::Damaged);
    VS_ASSERT(found.error().offset < file.size());
    return;
  }
  VS_ASSERT(found->is_torn || found->next.offset == file.size());
  FrameReader reader(source, cipher, *found);
  crypto::AesGcmEncryptor encryptor = cipher.encryptor();
  Bytes rewritten = cipher.encoded_header();
  for (const FrameExtent& frame : found->frames) {
    const auto header = decode_frame_header(ByteView(file).subspan(frame.offset));
    VS_ASSERT(header.has_value());
    Bytes payload(header->payload_bytes);
    const auto count = reader.read(frame.logical, payload);
    VS_ASSERT(count.has_value() && *count == payload.size());
    encrypt_frame(encryptor, {.kind = FileKind::Wal, .offset = frame.offset}, *header, payload,
                  rewritten);
  }
  VS_ASSERT(equal(rewritten, ByteView(file).first(found->next.offset)));
}
