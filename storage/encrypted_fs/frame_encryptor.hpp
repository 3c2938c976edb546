#pragma once
// FrameEncryptor: turns what is appended to a framed file into frames. `append` by one thread at a
// time; `set_durable` by the thread that syncs, at the same time.

#include <atomic>

#include "base/bytes.hpp"
#include "storage/encrypted_fs/file_cipher.hpp"
#include "storage/encrypted_fs/frame.hpp"

namespace vitalstream::storage {

// Where the next frame goes: after the header in a new file, after the last whole frame in one that
// is opened again.
struct FramePosition {
  std::uint64_t offset = 0;
  std::uint32_t number = 1;
};

[[nodiscard]] FramePosition first_frame();

class FrameEncryptor {
 public:
  FrameEncryptor(const FileCipher& cipher, FramePosition next);

  // Appends to `encrypted` the frames for these bytes, as many as their length takes. False, and
  // nothing appended, if the numbers for them are used up.
  [[nodiscard]] bool append(ByteView bytes, Bytes& encrypted);

  // The number of the newest frame that was encrypted.
  [[nodiscard]] std::uint32_t last_number() const { return next_.number - 1; }
  // All frames up to this number are on the disk.
  void set_durable(std::uint32_t number);

 private:
  FileKind kind_;
  crypto::AesGcmEncryptor encryptor_;
  Opening opening_{};
  FramePosition next_;
  std::atomic<std::uint32_t> durable_ = 0;
};

}  // namespace vitalstream::storage
