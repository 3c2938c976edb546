#pragma once
// Wakeup: one coroutine waits without a deadline of its own, others on its strand wake it; it goes
// on before notify() returns. A notification that nobody waits for is kept; several are one. It
// needs no memory. Whoever waits keeps it alive.

#include <array>
#include <boost/asio/async_result.hpp>
#include <cstddef>
#include <new>
#include <utility>

#include "net/link/asio_types.hpp"

namespace vitalstream::net {

class Wakeup {
 public:
  Wakeup() = default;
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  void notify() noexcept {
    if (waiting_ == nullptr) {
      raised_ = true;
      return;
    }
    try {
      std::exchange(waiting_, nullptr)->go_on();
    } catch (...) {
      // What the coroutine throws goes to whoever has spawned it; this is want of memory for
      // telling that it has ended, and it has.
      return;
    }
  }

  [[nodiscard]] Task<void> wait() {
    if (!std::exchange(raised_, false)) {
      co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
          [this](auto handler) { hold(std::move(handler)); }, asio::use_awaitable);
    }
  }

 private:
  static constexpr std::size_t kRoomBytes = 64;

  struct Waiting {
    virtual void go_on() = 0;

   protected:
    ~Waiting() = default;
  };

  template <class Handler>
  struct Held final : Waiting {
    explicit Held(Handler held) : handler(std::move(held)) {}
    void go_on() override {
      Handler moved(std::move(handler));
      this->~Held();
      std::move(moved)();
    }
    Handler handler;
  };

  template <class Handler>
  void hold(Handler handler) {
    static_assert(sizeof(Held<Handler>) <= kRoomBytes);
    waiting_ = new (room_.data()) Held<Handler>(std::move(handler));
  }

  alignas(std::max_align_t) std::array<std::byte, kRoomBytes> room_;
  Waiting* waiting_ = nullptr;
  bool raised_ = false;
};

}  // namespace vitalstream::net
