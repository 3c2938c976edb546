#include "net/link/tls_buffers.hpp"

#include <openssl/bio.h>

#include <algorithm>
#include <new>

#include "base/assert.hpp"

namespace vitalstream::net {
namespace {

TlsBuffers& buffers_of(BIO* bio) { return *static_cast<TlsBuffers*>(BIO_get_data(bio)); }

// No exception may pass through OpenSSL: no memory is a failed write, which ends the connection.
int bio_write(BIO* bio, const char* data, int length) {
  BIO_clear_retry_flags(bio);
  try {
    buffers_of(bio).write_output(as_bytes({data, static_cast<std::size_t>(length)}));
  } catch (const std::bad_alloc&) {
    return -1;
  }
  return length;
}

int bio_read(BIO* bio, char* data, int length) {
  BIO_clear_retry_flags(bio);
  auto* const bytes = reinterpret_cast<std::uint8_t*>(data);
  const std::size_t count =
      buffers_of(bio).read_input(std::span(bytes, static_cast<std::size_t>(length)));
  if (count == 0) {
    BIO_set_retry_read(bio);
    return -1;
  }
  return static_cast<int>(count);
}

long bio_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* make_method() {
  BIO_METHOD* const method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "strand");
  VS_ASSERT(method != nullptr);
  BIO_meth_set_write(method, &bio_write);
  BIO_meth_set_read(method, &bio_read);
  BIO_meth_set_ctrl(method, &bio_control);
  return method;
}

}  // namespace

TlsBuffers::TlsBuffers(std::size_t read_bytes) : input_(read_bytes) {}

BIO* TlsBuffers::make_bio() {
  // One for the process; freed never, as connections may outlive every other static object.
  static BIO_METHOD* const method = make_method();
  BIO* const bio = BIO_new(method);
  if (bio == nullptr) {
    return nullptr;
  }
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  return bio;
}

std::span<std::uint8_t> TlsBuffers::input_space() {
  VS_ASSERT(input_begin_ == input_end_);
  input_begin_ = 0;
  input_end_ = 0;
  return input_;
}

void TlsBuffers::swap_output(Bytes& empty) {
  empty.clear();
  output_.swap(empty);
}

std::size_t TlsBuffers::read_input(std::span<std::uint8_t> target) {
  const std::size_t count = std::min(target.size(), input_end_ - input_begin_);
  std::copy_n(input_.data() + input_begin_, count, target.data());
  input_begin_ += count;
  return count;
}

}  // namespace vitalstream::net
