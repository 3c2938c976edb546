#pragma once
// OutboundBuffer: bytes on their way to a client. One piece is being written while another gathers
// what comes meanwhile, so that many answers leave in one write. One owner.

#include <cstddef>
#include <string>
#include <string_view>

namespace vitalstream::net {

class OutboundBuffer {
 public:
  void append(std::string_view bytes) { gathering_ += bytes; }
  // All bytes not yet written.
  [[nodiscard]] std::size_t size() const { return leaving_.size() - written_ + gathering_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }

  // Nothing is left of the piece that was being written: next() begins another.
  [[nodiscard]] bool is_between_pieces() const { return written_ == leaving_.size(); }
  // The piece to write next; stays valid until written().
  [[nodiscard]] std::string_view next();
  void written(std::size_t bytes) { written_ += bytes; }

 private:
  std::string leaving_;
  std::size_t written_ = 0;
  std::string gathering_;
};

}  // namespace vitalstream::net
