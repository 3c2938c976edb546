#pragma once
// FrameWriter: turns queued frames into plaintext for TLS. Small frames are copied together until
// they fill a TLS record; the body of a large one is handed on where it lies, slice by slice. The
// session's writer asks for one chunk after the other. Sans-IO; one strand.

#include "net/p2p/outbound_queue.hpp"

namespace vitalstream::net {

class FrameWriter {
 public:
  FrameWriter();

  // Empty when there is nothing to send. Valid until the next call.
  [[nodiscard]] ByteView next_chunk(OutboundQueue& queue);

  // A frame of our own (the goodbye) may be written only here.
  [[nodiscard]] bool between_frames() const { return !current_; }
  [[nodiscard]] std::uint64_t messages_started() const { return messages_started_; }

 private:
  [[nodiscard]] bool begin_next_frame(OutboundQueue& queue);
  [[nodiscard]] std::size_t rest_of_frame() const;
  void copy_to_staging();
  [[nodiscard]] ByteView slice();

  Bytes staging_;
  std::optional<OutboundFrame> current_;
  std::size_t offset_ = 0;
  // Keeps the bytes of the slice that was handed out alive after its frame is finished.
  Payload sliced_;
  std::uint64_t messages_started_ = 0;
};

}  // namespace vitalstream::net
