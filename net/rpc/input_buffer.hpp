#pragma once
// InputBuffer: the bytes that a connection has received and not yet understood, in one piece, so
// that requests are read in place. Grows to what one request needs and shrinks back. Consuming
// moves nothing, so it is allowed while a read into writable() is under way; resizing is not. One
// owner.

#include <cstddef>
#include <memory>
#include <span>

namespace vitalstream::net {

class InputBuffer {
 public:
  explicit InputBuffer(std::size_t capacity);

  [[nodiscard]] std::span<char> readable() { return {data_.get() + begin_, end_ - begin_}; }
  [[nodiscard]] std::span<char> writable() { return {data_.get() + end_, capacity_ - end_}; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

  // `bytes` have been written to the front of writable().
  void commit(std::size_t bytes) { end_ += bytes; }
  // `bytes` at the front of readable() are done with.
  void consume(std::size_t bytes);
  // Moves what is readable to the front; the capacity becomes `capacity`, but keeps what it has.
  void resize(std::size_t capacity);

 private:
  std::unique_ptr<char[]> data_;
  std::size_t capacity_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace vitalstream::net
