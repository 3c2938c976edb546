#pragma once
// TlsBuffers: the ciphertext on both sides of a TLS engine, and the OpenSSL BIO that reads from and
// writes to it. OpenSSL never touches the socket: one read of the socket brings many records, one
// write carries many. Its address must not change while the BIO lives. One strand.

#include <cstddef>
#include <span>

#include "base/bytes.hpp"

struct bio_st;

namespace vitalstream::net {

class TlsBuffers {
 public:
  // `read_bytes` are read from the socket at once, at most.
  explicit TlsBuffers(std::size_t read_bytes);

  // A BIO over these buffers; the SSL object that it is given to frees it. Null if there is no
  // memory for it.
  [[nodiscard]] bio_st* make_bio();

  // From the socket. Everything before must have been consumed, which is so whenever OpenSSL asks
  // for more.
  [[nodiscard]] std::span<std::uint8_t> input_space();
  void input_filled(std::size_t count) { input_end_ = count; }

  // To the socket: takes what is to be sent and leaves `empty`, whose capacity is used again.
  void swap_output(Bytes& empty);
  [[nodiscard]] std::size_t output_bytes() const { return output_.size(); }

  // The BIO's side: returns how many bytes could be had.
  [[nodiscard]] std::size_t read_input(std::span<std::uint8_t> target);
  void write_output(ByteView bytes) { append(output_, bytes); }

 private:
  Bytes input_;
  std::size_t input_begin_ = 0;
  std::size_t input_end_ = 0;
  Bytes output_;
};

}  // namespace vitalstream::net
