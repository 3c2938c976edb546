#include "net/rpc/input_buffer.hpp"

#include <algorithm>
#include <cstring>

#include "base/assert.hpp"

namespace vitalstream::net {
namespace {

// Not zeroed: it is written before it is read.
std::unique_ptr<char[]> allocate(std::size_t bytes) {
  return std::make_unique_for_overwrite<char[]>(bytes);
}

}  // namespace

InputBuffer::InputBuffer(std::size_t capacity) : data_(allocate(capacity)), capacity_(capacity) {}

void InputBuffer::consume(std::size_t bytes) {
  VS_ASSERT(bytes <= size());
  begin_ += bytes;
}

void InputBuffer::resize(std::size_t capacity) {
  const std::size_t kept = size();
  capacity = std::max(capacity, kept);
  if (capacity == capacity_ && kept > 0) {
    std::memmove(data_.get(), data_.get() + begin_, kept);
  } else if (capacity != capacity_) {
    auto moved = allocate(capacity);
    std::memcpy(moved.get(), data_.get() + begin_, kept);
    data_ = std::move(moved);
    capacity_ = capacity;
  }
  begin_ = 0;
  end_ = kept;
}

}  // namespace vitalstream::net
