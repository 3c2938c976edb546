#pragma once
// The frames of the safety record's file, and the rule that tells a torn tail from damage
// (README.md "The safety record"). Called by the journal only. Pure.
//
// All records of one sync form one frame, and a frame is written only after the one before it is
// durable. Hence at most the last frame can be torn, and it was never acknowledged as a whole.
//
//   magic u32 | payload bytes u32 | sequence u64 | payload CRC u32 | header CRC u32 | payload | end
//
// Both checksums start from the file's seed, so that a frame of another file never passes. The
// header has a checksum of its own: a damaged length must not look like missing bytes. No byte of
// the magic and of the end mark is zero: a part of a frame that was never written shows.

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"

namespace vitalstream::storage {

inline constexpr std::size_t kFrameHeaderBytes = 24;
inline constexpr std::size_t kFrameEndBytes = 1;
inline constexpr std::uint64_t kFirstFrameSequence = 1;

enum class Tail {
  Clean,    // the file ends with a whole frame
  Torn,     // bytes of the last frame are missing, or a sector of it was never written
  Damaged,  // a frame that was once whole is not so any more
};

struct FrameScan {
  std::vector<ByteView> payloads;  // of the frames that are whole, in order
  std::size_t good_bytes = 0;      // where the last whole frame ends
  Tail tail = Tail::Clean;
};

void append_frame(Bytes& target, ByteView payload, std::uint64_t sequence, std::uint32_t seed);

// Reads the frames of `file` from `start` on; the views live as long as the file's bytes.
[[nodiscard]] FrameScan scan_frames(ByteView file, std::size_t start, std::uint32_t seed);

}  // namespace vitalstream::storage
