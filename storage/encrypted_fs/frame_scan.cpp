#include "storage/encrypted_fs/frame_scan.hpp"

#include <algorithm>
#include <optional>

#include "base/result.hpp"
#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {
namespace {

bool is_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

// Whether the part of some sector that belongs to these bytes, which begin at `offset` of the file,
// is all zero: never written.
bool has_unwritten_sector(ByteView bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const auto until_border =
        static_cast<std::size_t>(kDiskSectorBytes - offset % kDiskSectorBytes);
    const ByteView part = bytes.first(std::min(bytes.size(), until_border));
    if (is_zero(part)) {
      return true;
    }
    bytes = bytes.subspan(part.size());
    offset += part.size();
  }
  return false;
}

class Scanner {
 public:
  Scanner(ByteSource& source, std::uint64_t end, const FileCipher& cipher)
      : window_(source, end), kind_(cipher.header().place.kind), decryptor_(cipher.decryptor()) {}

  Result<EncryptedFrames, SourceError> run(bool& is_damaged);

 private:
  // Nothing if there is no whole frame at that offset.
  Result<std::optional<EncryptedFrameHeader>, SourceError> whole_frame(std::uint64_t offset);
  Result<bool, SourceError> looks_torn(const FramePosition& broken);
  Result<bool, SourceError> was_durable(const FramePosition& broken);
  Result<std::optional<std::uint64_t>, SourceError> next_magic(std::uint64_t from);

  SourceWindow window_;
  FileKind kind_;
  crypto::AesGcmDecryptor decryptor_;
  Bytes payload_;
};

Result<std::optional<EncryptedFrameHeader>, SourceError> Scanner::whole_frame(
    std::uint64_t offset) {
  VS_TRY(begin, window_.view(offset, kEncryptedFrameHeaderBytes));
  const auto header = decode_frame_header(begin);
  if (!header) {
    return std::optional<EncryptedFrameHeader>();
  }
  VS_TRY(frame, window_.view(offset, header->frame_bytes()));
  payload_.resize(header->payload_bytes);
  const bool is_whole =
      frame.size() == header->frame_bytes() &&
      decrypt_frame(decryptor_, {.kind = kind_, .offset = offset}, frame, payload_);
  return is_whole ? header : std::nullopt;
}

Result<EncryptedFrames, SourceError> Scanner::run(bool& is_damaged) {
  EncryptedFrames scan{.frames = {}, .logical_bytes = 0, .next = first_frame(), .is_torn = false};
  while (scan.next.offset < window_.end()) {
    VS_TRY(header, whole_frame(scan.next.offset));
    if (!header || header->number != scan.next.number) {
      const auto torn = looks_torn(scan.next);
      VS_TRY(durable, torn && *torn ? was_durable(scan.next) : torn);
      is_damaged = !*torn || durable;
      scan.is_torn = true;
      return scan;
    }
    scan.frames.push_back({.offset = scan.next.offset, .logical = scan.logical_bytes});
    scan.logical_bytes += header->payload_bytes;
    scan.next.offset += header->frame_bytes();
    ++scan.next.number;
  }
  return scan;
}

Result<bool, SourceError> Scanner::looks_torn(const FramePosition& broken) {
  const std::uint64_t rest = window_.end() - broken.offset;
  VS_TRY(begin, window_.view(broken.offset, kEncryptedFrameHeaderBytes));
  if (const auto header = decode_frame_header(begin)) {
    if (header->number != broken.number) {
      return false;
    }
    if (rest < header->frame_bytes()) {
      return true;
    }
    const auto frame = window_.view(broken.offset, header->frame_bytes());
    return frame ? Result<bool, SourceError>(has_unwritten_sector(*frame, broken.offset))
                 : frame.error();
  }
  // Nothing was written where the frame begins, whatever was behind it in the same sector.
  if (is_zero(begin)) {
    return true;
  }
  const std::size_t known = std::min(begin.size(), kEncryptedFrameMagic.size());
  if (rest < kEncryptedFrameHeaderBytes &&
      equal(begin.first(known), ByteView(kEncryptedFrameMagic).first(known))) {
    return true;
  }
  // The header cannot be read, so nobody knows how long the frame is: the sectors that the header
  // touches decide.
  const std::uint64_t last = (broken.offset + kEncryptedFrameHeaderBytes - 1) / kDiskSectorBytes;
  const std::uint64_t stop = (last + 1) * kDiskSectorBytes;
  const auto sectors = window_.view(broken.offset, static_cast<std::size_t>(stop - broken.offset));
  return sectors ? Result<bool, SourceError>(has_unwritten_sector(*sectors, broken.offset))
                 : sectors.error();
}

Result<bool, SourceError> Scanner::was_durable(const FramePosition& broken) {
  std::uint64_t from = broken.offset + 1;
  while (true) {
    VS_TRY(found, next_magic(from));
    if (!found) {
      return false;
    }
    VS_TRY(frame, whole_frame(*found));
    if (frame && frame->number > broken.number && frame->durable >= broken.number) {
      return true;
    }
    from = *found + 1;
  }
}

Result<std::optional<std::uint64_t>, SourceError> Scanner::next_magic(std::uint64_t from) {
  constexpr std::size_t kOverlap = kEncryptedFrameMagic.size() - 1;
  while (from < window_.end()) {
    VS_TRY(bytes, window_.view(from, kScanWindowBytes));
    const auto found = std::search(bytes.begin(), bytes.end(), kEncryptedFrameMagic.begin(),
                                   kEncryptedFrameMagic.end());
    if (found != bytes.end()) {
      return std::optional(from + static_cast<std::uint64_t>(found - bytes.begin()));
    }
    if (bytes.size() <= kOverlap) {
      break;
    }
    from += bytes.size() - kOverlap;
  }
  return std::optional<std::uint64_t>();
}

}  // namespace

Result<EncryptedFrames, ScanFailure> scan_encrypted_frames(ByteSource& source, std::uint64_t end,
                                                           const FileCipher& cipher) {
  bool is_damaged = false;
  auto scan = Scanner(source, end, cipher).run(is_damaged);
  if (!scan) {
    return ScanFailure{ScanFailure::Reason::Source, 0};
  }
  if (is_damaged) {
    return ScanFailure{ScanFailure::Reason::Damaged, scan->next.offset};
  }
  return std::move(*scan);
}

}  // namespace vitalstream::storage
