#pragma once
// Walks the frames of a file, authenticates each, and tells a torn tail from damage (README.md
// "Frames"). Called whenever a framed file is opened for reading, so that damage is found before
// the first byte of the file is believed.
//
// A broken frame is a torn tail if bytes of it are missing, or its whole header or the part of it
// in some 512-byte sector was never written, and no later frame says that the broken one was
// durable. Then the file ends before it: appends that were not synced are lost one by one, in any
// order, and what was synced is whole. Everything else is damage. (A simpler rule, that a later
// frame which is whole proves damage, would refuse to start after a power cut between two syncs.)
// Not detected: a cut at the border of a frame, a zeroed sector in what was synced last, an older
// file put back. These look like a crash; the watermarks are for them.

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "storage/encrypted_fs/byte_source.hpp"
#include "storage/encrypted_fs/file_cipher.hpp"
#include "storage/encrypted_fs/frame_encryptor.hpp"

namespace vitalstream::storage {

struct FrameExtent {
  std::uint64_t offset = 0;   // on the disk
  std::uint64_t logical = 0;  // of its payload's first byte
};

struct EncryptedFrames {
  std::vector<FrameExtent> frames;  // the whole ones, in order
  std::uint64_t logical_bytes = 0;
  FramePosition next;    // where the last whole frame ends
  bool is_torn = false;  // whether something was found after it
};

struct ScanFailure {
  enum class Reason { Source, Damaged };
  Reason reason = Reason::Source;
  std::uint64_t offset = 0;
};

// Reads the frames after the header up to `end`.
[[nodiscard]] Result<EncryptedFrames, ScanFailure> scan_encrypted_frames(ByteSource& source,
                                                                         std::uint64_t end,
                                                                         const FileCipher& cipher);

}  // namespace vitalstream::storage
