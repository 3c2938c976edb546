// The session's writer: everything that is queued when the socket is free leaves in one write.

#include <utility>

#include "net/p2p/peer_session.hpp"

namespace vitalstream::net {

Task<void> PeerSession::write_loop(std::shared_ptr<PeerSession> self) {
  const auto idle = self->core_->options().times.idle;
  while (!self->is_closing()) {
    if (!self->encrypt_waiting()) {
      self->close(CloseReason::TlsFailure);
      break;
    }
    if (self->link_->output_bytes() > 0) {
      self->write_began_ = Clock::now();
      const bool flushed = co_await self->link_->flush();
      self->write_began_.reset();
      self->last_sent_ = Clock::now();
      if (!flushed) {
        self->close(CloseReason::ConnectionLost);
      }
    } else if (self->draining_) {
      self->close(CloseReason::Shutdown);
    } else {
      const bool notified = co_await self->queued_.wait_for(idle);
      static_cast<void>(notified);
    }
  }
  co_await say_goodbye(self);
}

bool PeerSession::encrypt_waiting() {
  const std::uint64_t before = writer_.messages_started();
  bool encrypted = true;
  while (encrypted && link_->output_bytes() < kSocketWriteBytes) {
    const ByteView chunk = writer_.next_chunk(queue_);
    if (chunk.empty()) {
      break;
    }
    encrypted = link_->write(chunk);
  }
  core_->counters().messages_out.fetch_add(writer_.messages_started() - before,
                                           std::memory_order_relaxed);
  return encrypted;
}

Task<void> PeerSession::say_goodbye(std::shared_ptr<PeerSession> self) {
  const bool may_speak = !self->ending_->by_peer && self->writer_.between_frames() &&
                         self->ending_->reason != CloseReason::ConnectionLost &&
                         self->ending_->reason != CloseReason::InternalFault;
  if (!may_speak) {
    self->link_->close();
    co_return;
  }
  const Bytes goodbye = encode_frame(FrameType::Goodbye, encode_goodbye(self->ending_->reason));
  const bool encrypted = self->link_->write(goodbye);
  const bool flushed = co_await self->link_->flush();
  if (!encrypted || !flushed) {
    self->link_->close();
    co_return;
  }
  // The reader waits for the other side's end; the farewell deadline bounds it.
  self->link_->shutdown_send();
}

}  // namespace vitalstream::net
