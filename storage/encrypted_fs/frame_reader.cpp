#include "storage/encrypted_fs/frame_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/result.hpp"

namespace vitalstream::storage {

FrameReader::FrameReader(ByteSource& source, const FileCipher& cipher, EncryptedFrames frames)
    : source_(source),
      kind_(cipher.header().place.kind),
      decryptor_(cipher.decryptor()),
      frames_(std::move(frames)),
      loaded_(frames_.frames.size()) {}

Result<std::size_t, ScanFailure> FrameReader::read(std::uint64_t offset,
                                                   std::span<std::uint8_t> target) {
  if (offset >= frames_.logical_bytes || target.empty()) {
    return std::size_t{0};
  }
  const auto after = std::ranges::upper_bound(frames_.frames, offset, {}, &FrameExtent::logical);
  auto frame = static_cast<std::size_t>(after - frames_.frames.begin()) - 1;
  std::size_t count = 0;
  for (; count < target.size() && frame < frames_.frames.size(); ++frame) {
    VS_RETURN_IF_ERROR(load(frame));
    const auto skipped = static_cast<std::size_t>(offset + count - frames_.frames[frame].logical);
    const ByteView rest = ByteView(payload_).subspan(skipped);
    const std::size_t taken = std::min(rest.size(), target.size() - count);
    std::ranges::copy(rest.first(taken), target.begin() + static_cast<std::ptrdiff_t>(count));
    count += taken;
  }
  return count;
}

Result<void, ScanFailure> FrameReader::load(std::size_t frame) {
  if (loaded_ == frame) {
    return {};
  }
  const std::uint64_t offset = frames_.frames[frame].offset;
  loaded_ = frames_.frames.size();
  encrypted_.resize(static_cast<std::size_t>(physical_end(frame) - offset));
  const auto count = source_.read(offset, encrypted_);
  if (!count) {
    return ScanFailure{ScanFailure::Reason::Source, offset};
  }
  payload_.resize(static_cast<std::size_t>(logical_end(frame) - frames_.frames[frame].logical));
  const auto header = decode_frame_header(ByteView(encrypted_).first(*count));
  if (*count != encrypted_.size() || !header || header->payload_bytes != payload_.size() ||
      !decrypt_frame(decryptor_, {.kind = kind_, .offset = offset}, encrypted_, payload_)) {
    return ScanFailure{ScanFailure::Reason::Damaged, offset};
  }
  loaded_ = frame;
  return {};
}

std::uint64_t FrameReader::logical_end(std::size_t frame) const {
  return frame + 1 < frames_.frames.size() ? frames_.frames[frame + 1].logical
                                           : frames_.logical_bytes;
}

std::uint64_t FrameReader::physical_end(std::size_t frame) const {
  return frame + 1 < frames_.frames.size() ? frames_.frames[frame + 1].offset : frames_.next.offset;
}

}  // namespace vitalstream::storage
