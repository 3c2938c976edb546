#pragma once
// OpMemory: room for the one operation that a coroutine waits for at a time, so that waiting never
// needs memory: a coroutine is suspended when its operation begins, and could not be told that
// there was none. Larger operations, and a second one at a time, take memory as usual. It outlives
// the operation. One strand.

#include <array>
#include <boost/asio/bind_allocator.hpp>
#include <cstddef>
#include <new>

#include "net/link/asio_types.hpp"

namespace vitalstream::net {

class OpMemory {
 public:
  OpMemory() = default;
  OpMemory(const OpMemory&) = delete;
  OpMemory& operator=(const OpMemory&) = delete;

  [[nodiscard]] void* take(std::size_t bytes) {
    if (taken_ || bytes > room_.size()) {
      return ::operator new(bytes);
    }
    taken_ = true;
    return room_.data();
  }
  void give_back(void* memory) noexcept {
    if (memory == room_.data()) {
      taken_ = false;
    } else {
      ::operator delete(memory);
    }
  }

 private:
  static constexpr std::size_t kRoomBytes = 512;

  alignas(std::max_align_t) std::array<std::byte, kRoomBytes> room_;
  bool taken_ = false;
};

// As Asio asks for memory.
template <class T>
class OpAllocator {
 public:
  using value_type = T;

  explicit OpAllocator(OpMemory& memory) : memory_(&memory) {}
  template <class U>
  OpAllocator(const OpAllocator<U>& other) : memory_(other.memory()) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    return static_cast<T*>(memory_->take(count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t /*count*/) noexcept { memory_->give_back(memory); }
  [[nodiscard]] OpMemory* memory() const { return memory_; }

  template <class U>
  friend bool operator==(const OpAllocator& a, const OpAllocator<U>& b) {
    return a.memory() == b.memory();
  }

 private:
  OpMemory* memory_;
};

// kNoThrow with this memory.
[[nodiscard]] inline auto no_throw_in(OpMemory& memory) {
  return asio::bind_allocator(OpAllocator<std::byte>(memory), kNoThrow);
}

}  // namespace vitalstream::net
