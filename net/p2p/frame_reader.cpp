#include "net/p2p/frame_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"

namespace vitalstream::net {

FrameReader::FrameReader(std::size_t message_bytes_max)
    : message_bytes_max_(message_bytes_max), staging_(kTlsRecordBytes) {}

std::span<std::uint8_t> FrameReader::free_space() {
  if (fills_payload_directly()) {
    return std::span(partial_->frame.payload).subspan(partial_->filled);
  }
  if (begin_ > 0) {
    // At most a torn header is left over, because the caller has taken every complete frame.
    std::copy(staging_.data() + begin_, staging_.data() + end_, staging_.data());
    end_ -= begin_;
    begin_ = 0;
  }
  VS_ASSERT(end_ < staging_.size());
  return std::span(staging_).subspan(end_);
}

void FrameReader::commit(std::size_t count) {
  if (fills_payload_directly()) {
    partial_->filled += count;
    VS_ASSERT(partial_->filled <= partial_->frame.payload.size());
    return;
  }
  end_ += count;
  VS_ASSERT(end_ <= staging_.size());
}

Result<std::optional<Frame>, CloseReason> FrameReader::next() {
  if (!partial_) {
    if (staged() < kFrameHeaderBytes) {
      return std::optional<Frame>{};
    }
    FrameHeaderBytes bytes{};
    std::copy_n(staging_.data() + begin_, kFrameHeaderBytes, bytes.data());
    VS_TRY(header, decode_frame_header(bytes, message_bytes_max_));
    begin_ += kFrameHeaderBytes;
    partial_.emplace(Partial{Frame{header.type, Bytes(header.payload_bytes)}, 0});
  }
  fill_partial_from_staging();
  if (partial_->filled < partial_->frame.payload.size()) {
    return std::optional<Frame>{};
  }
  std::optional<Frame> complete(std::move(partial_->frame));
  partial_.reset();
  return complete;
}

bool FrameReader::fills_payload_directly() const {
  return partial_ && staged() == 0 &&
         partial_->frame.payload.size() - partial_->filled >= kDirectReadBytesMin;
}

void FrameReader::fill_partial_from_staging() {
  Bytes& payload = partial_->frame.payload;
  const std::size_t count = std::min(staged(), payload.size() - partial_->filled);
  std::copy_n(staging_.data() + begin_, count, payload.data() + partial_->filled);
  begin_ += count;
  partial_->filled += count;
}

}  // namespace vitalstream::net
