#pragma once
// FrameReader: the bytes of a framed file, from the frames that a scan found whole. It keeps the
// frame that it read last, because a log is read in pieces smaller than a frame. One thread at a
// time.

#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/encrypted_fs/byte_source.hpp"
#include "storage/encrypted_fs/file_cipher.hpp"
#include "storage/encrypted_fs/frame_scan.hpp"

namespace vitalstream::storage {

class FrameReader {
 public:
  // The source must outlive the reader.
  FrameReader(ByteSource& source, const FileCipher& cipher, EncryptedFrames frames);

  [[nodiscard]] std::uint64_t logical_bytes() const { return frames_.logical_bytes; }

  // Fills the target from `offset` of the logical file, or as much of it as there is; answers with
  // the number of bytes. Damaged if the file is not any more as it was when it was scanned.
  [[nodiscard]] Result<std::size_t, ScanFailure> read(std::uint64_t offset,
                                                      std::span<std::uint8_t> target);

 private:
  [[nodiscard]] Result<void, ScanFailure> load(std::size_t frame);
  [[nodiscard]] std::uint64_t logical_end(std::size_t frame) const;
  [[nodiscard]] std::uint64_t physical_end(std::size_t frame) const;

  ByteSource& source_;
  FileKind kind_;
  crypto::AesGcmDecryptor decryptor_;
  EncryptedFrames frames_;
  std::size_t loaded_;  // index of the frame whose payload is held; frames_.size() if none
  Bytes encrypted_;
  Bytes payload_;
};

}  // namespace vitalstream::storage
