#include "storage/journal_frame.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "storage/files/crc32c.hpp"
#include "storage/limits.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::array<std::uint8_t, 4> kMagic{'V', 'S', 'j', 'f'};
constexpr std::uint8_t kEndMark = 0xA5;
constexpr std::size_t kHeaderCrcBytes = sizeof(std::uint32_t);

struct FrameHeader {
  std::uint32_t payload_bytes = 0;
  std::uint64_t sequence = 0;
  std::uint32_t payload_crc = 0;
};

// Nothing unless the header is there and whole.
std::optional<FrameHeader> read_header(ByteView file, std::size_t at, std::uint32_t seed) {
  if (file.size() - at < kFrameHeaderBytes) {
    return std::nullopt;
  }
  const ByteView header = file.subspan(at, kFrameHeaderBytes);
  ByteReader reader(header);
  const bool has_magic = equal(reader.raw(kMagic.size()), kMagic);
  FrameHeader fields;
  fields.payload_bytes = reader.u32();
  fields.sequence = reader.u64();
  fields.payload_crc = reader.u32();
  const ByteView covered = header.first(kFrameHeaderBytes - kHeaderCrcBytes);
  if (!has_magic || reader.u32() != crc32c(covered, seed)) {
    return std::nullopt;
  }
  return fields;
}

std::size_t frame_bytes(const FrameHeader& header) {
  return kFrameHeaderBytes + header.payload_bytes + kFrameEndBytes;
}

bool is_whole(ByteView file, std::size_t at, const FrameHeader& header, std::uint32_t seed) {
  if (file.size() - at < frame_bytes(header)) {
    return false;
  }
  const ByteView payload = file.subspan(at + kFrameHeaderBytes, header.payload_bytes);
  return file[at + frame_bytes(header) - kFrameEndBytes] == kEndMark &&
         crc32c(payload, seed) == header.payload_crc;
}

bool is_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

// Whether the part of some sector that belongs to [begin, end) is all zero: never written.
bool has_unwritten_sector(ByteView file, std::size_t begin, std::size_t end) {
  while (begin < end) {
    const std::size_t sector_end = (begin / kSectorBytes + 1) * kSectorBytes;
    const std::size_t stop = std::min(sector_end, end);
    if (is_zero(file.subspan(begin, stop - begin))) {
      return true;
    }
    begin = stop;
  }
  return false;
}

// A whole frame beyond a broken one proves that the broken one was durable before it was broken.
bool has_later_frame(ByteView file, std::size_t from, std::uint64_t after, std::uint32_t seed) {
  auto position = file.begin() + static_cast<std::ptrdiff_t>(from);
  while (true) {
    position = std::search(position, file.end(), kMagic.begin(), kMagic.end());
    if (position == file.end()) {
      return false;
    }
    const auto at = static_cast<std::size_t>(position - file.begin());
    const auto header = read_header(file, at, seed);
    if (header && header->sequence > after && is_whole(file, at, *header, seed)) {
      return true;
    }
    ++position;
  }
}

// What the bytes from `at` on are, given that they do not begin with a whole frame.
Tail judge_broken(ByteView file, std::size_t at, std::uint64_t expected, std::uint32_t seed) {
  const std::size_t rest = file.size() - at;
  if (const auto header = read_header(file, at, seed)) {
    if (header->sequence != expected) {
      return Tail::Damaged;
    }
    if (rest < frame_bytes(*header)) {
      return Tail::Torn;
    }
    const std::size_t end = at + frame_bytes(*header);
    return end == file.size() && has_unwritten_sector(file, at, end) ? Tail::Torn : Tail::Damaged;
  }
  if (rest < kFrameHeaderBytes) {
    const std::size_t known = std::min(rest, kMagic.size());
    const bool is_cut = std::equal(kMagic.begin(), kMagic.begin() + static_cast<long>(known),
                                   file.begin() + static_cast<std::ptrdiff_t>(at));
    return is_cut || is_zero(file.subspan(at)) ? Tail::Torn : Tail::Damaged;
  }
  const std::size_t sectors_of_header =
      ((at + kFrameHeaderBytes - 1) / kSectorBytes + 1) * kSectorBytes;
  const bool unwritten = has_unwritten_sector(file, at, std::min(sectors_of_header, file.size()));
  return unwritten && !has_later_frame(file, at, expected, seed) ? Tail::Torn : Tail::Damaged;
}

}  // namespace

void append_frame(Bytes& target, ByteView payload, std::uint64_t sequence, std::uint32_t seed) {
  VS_ASSERT(payload.size() <= kJournalFrameBytesMax);
  ByteWriter header(kFrameHeaderBytes);
  header.raw(kMagic);
  header.u32(static_cast<std::uint32_t>(payload.size()));
  header.u64(sequence);
  header.u32(crc32c(payload, seed));
  header.u32(crc32c(header.bytes(), seed));
  append(target, header.bytes());
  append(target, payload);
  target.push_back(kEndMark);
}

FrameScan scan_frames(ByteView file, std::size_t start, std::uint32_t seed) {
  VS_ASSERT(start <= file.size());
  FrameScan scan;
  scan.good_bytes = start;
  std::uint64_t expected = kFirstFrameSequence;
  while (scan.good_bytes < file.size()) {
    const auto header = read_header(file, scan.good_bytes, seed);
    const bool good =
        header && header->sequence == expected && is_whole(file, scan.good_bytes, *header, seed);
    if (!good) {
      scan.tail = judge_broken(file, scan.good_bytes, expected, seed);
      return scan;
    }
    scan.payloads.push_back(
        file.subspan(scan.good_bytes + kFrameHeaderBytes, header->payload_bytes));
    scan.good_bytes += frame_bytes(*header);
    ++expected;
  }
  return scan;
}

}  // namespace vitalstream::storage
