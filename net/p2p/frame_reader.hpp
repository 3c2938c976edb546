#pragma once
// FrameReader: plaintext bytes in, frames out, in whatever pieces the bytes arrive. Small frames
// are collected through one staging buffer; the body of a large one is read straight into the
// payload that the consumer gets. The session's reader uses it: fill `free_space`, `commit`, then
// take frames with `next` until there is none. Sans-IO; one strand.

#include <optional>
#include <span>

#include "net/p2p/frame.hpp"

namespace vitalstream::net {

class FrameReader {
 public:
  // A limit of zero: no messages yet (see decode_frame_header).
  explicit FrameReader(std::size_t message_bytes_max);

  void set_message_bytes_max(std::size_t limit) { message_bytes_max_ = limit; }

  // Where the next bytes go; never empty. Valid until the next call of a member.
  [[nodiscard]] std::span<std::uint8_t> free_space();
  void commit(std::size_t count);

  // The next complete frame, or nothing until more bytes come. After an error the stream has lost
  // its frame boundaries: the caller closes the connection.
  [[nodiscard]] Result<std::optional<Frame>, CloseReason> next();

 private:
  struct Partial {
    Frame frame;
    std::size_t filled = 0;
  };

  [[nodiscard]] std::size_t staged() const { return end_ - begin_; }
  [[nodiscard]] bool fills_payload_directly() const;
  void fill_partial_from_staging();

  std::size_t message_bytes_max_;
  Bytes staging_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::optional<Partial> partial_;
};

}  // namespace vitalstream::net
