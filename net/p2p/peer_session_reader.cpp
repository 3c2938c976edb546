// The session's reader: ciphertext to frames to events, paused while the receive budget is used up.

#include <utility>

#include "base/byte_reader.hpp"
#include "net/p2p/peer_session.hpp"
#include "net/p2p/tls_errors.hpp"

namespace vitalstream::net {
namespace {

// A paused reader looks again by itself, should a wake-up ever be missed.
constexpr std::chrono::milliseconds kBudgetRecheck{1'000};

}  // namespace

Task<void> PeerSession::read_loop(std::shared_ptr<PeerSession> self) {
  // What came in one piece with the peer's hello.
  self->take_frames();
  for (;;) {
    if (!self->is_closing() && self->budget_->pause_if_exhausted()) {
      co_await wait_for_budget(self);
    }
    const auto count = co_await self->link_->read(self->reader_.free_space());
    if (!count) {
      self->close(reason_of(count.error()));
      break;
    }
    if (self->is_closing()) {
      // Only the other side's end is awaited now (see Introduction::linger).
      continue;
    }
    self->last_received_ = Clock::now();
    self->reader_.commit(*count);
    self->take_frames();
    if (self->link_->output_bytes() > 0) {
      self->queued_.notify();
    }
  }
  self->link_->close();
}

Task<void> PeerSession::wait_for_budget(std::shared_ptr<PeerSession> self) {
  ++self->core_->counters().reads_paused;
  self->paused_ = true;
  do {
    const bool resumed = co_await self->resumed_.wait_for(kBudgetRecheck);
    static_cast<void>(resumed);
  } while (!self->is_closing() && self->budget_->pause_if_exhausted());
  self->paused_ = false;
  self->last_received_ = Clock::now();
}

void PeerSession::take_frames() {
  while (!is_closing()) {
    auto frame = reader_.next();
    if (!frame) {
      close(frame.error());
      return;
    }
    if (!*frame) {
      return;
    }
    on_frame(std::move(**frame));
  }
}

void PeerSession::on_frame(Frame frame) {
  switch (frame.type) {
    case FrameType::Message: {
      core_->counters().messages_in.fetch_add(1, std::memory_order_relaxed);
      ReceiveCredit credit = budget_->charge(frame.payload.size());
      events_.on_message(peer_, {std::move(frame.payload), std::move(credit)});
      return;
    }
    case FrameType::Ping:
      queue_.push_control(FrameType::Pong, std::make_shared<const Bytes>(std::move(frame.payload)));
      queued_.notify();
      return;
    case FrameType::Pong:
      on_pong(frame.payload);
      return;
    case FrameType::Goodbye:
      end({peer_, decode_goodbye(frame.payload), /*by_peer=*/true});
      return;
    case FrameType::Hello:
      close(CloseReason::MalformedFrame);
      return;
  }
}

void PeerSession::on_pong(ByteView payload) {
  ByteReader nonce(payload);
  if (first_ping_of_probe_ != 0 && nonce.u64() >= first_ping_of_probe_) {
    answered_.notify();
  }
}

}  // namespace vitalstream::net
