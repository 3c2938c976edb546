#include "net/p2p/frame_writer.hpp"

#include <algorithm>
#include <utility>

namespace vitalstream::net {

FrameWriter::FrameWriter() { staging_.reserve(kTlsRecordBytes); }

ByteView FrameWriter::next_chunk(OutboundQueue& queue) {
  staging_.clear();
  sliced_.reset();
  while (staging_.size() + kFrameHeaderBytes <= kTlsRecordBytes) {
    if (current_ && staging_.empty() && rest_of_frame() >= kTlsRecordBytes) {
      return slice();
    }
    if (!current_ && !begin_next_frame(queue)) {
      break;
    }
    copy_to_staging();
  }
  return staging_;
}

bool FrameWriter::begin_next_frame(OutboundQueue& queue) {
  current_ = queue.pop();
  if (!current_) {
    return false;
  }
  offset_ = 0;
  if (current_->type == FrameType::Message) {
    ++messages_started_;
  }
  append(staging_, encode_frame_header({current_->type, current_->payload->size()}));
  return true;
}

std::size_t FrameWriter::rest_of_frame() const { return current_->payload->size() - offset_; }

void FrameWriter::copy_to_staging() {
  const std::size_t count = std::min(rest_of_frame(), kTlsRecordBytes - staging_.size());
  append(staging_, ByteView(*current_->payload).subspan(offset_, count));
  offset_ += count;
  if (rest_of_frame() == 0) {
    current_.reset();
  }
}

ByteView FrameWriter::slice() {
  sliced_ = current_->payload;
  // Whole records, so that the tail shares its record with the frames that follow.
  const std::size_t whole = rest_of_frame() / kTlsRecordBytes * kTlsRecordBytes;
  const std::size_t count = std::min(whole, kPayloadSliceBytes);
  const ByteView bytes = ByteView(*sliced_).subspan(offset_, count);
  offset_ += count;
  if (rest_of_frame() == 0) {
    current_.reset();
  }
  return bytes;
}

}  // namespace vitalstream::net
