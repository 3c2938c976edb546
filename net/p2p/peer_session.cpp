#include "net/p2p/peer_session.hpp"

#include <algorithm>
#include <utility>

#include "base/byte_writer.hpp"

namespace vitalstream::net {

PeerSession::PeerSession(std::shared_ptr<NetworkCore> core, PeerEvents& events, SessionParts parts,
                         std::shared_ptr<ReceiveBudget> budget,
                         std::weak_ptr<PeerSessionOwner> owner)
    : core_(std::move(core)),
      events_(events),
      link_(std::move(parts.link)),
      farewell_(link_->socket()),
      peer_(parts.peer),
      origin_(parts.origin),
      description_(std::move(parts.description)),
      budget_(std::move(budget)),
      owner_(std::move(owner)),
      reader_(std::move(parts.reader)),
      resumed_(core_->strand()),
      last_received_(Clock::now()),
      queue_(core_->options().limits.outbound),
      queued_(core_->strand()),
      last_sent_(last_received_),
      watch_(core_->strand()),
      answered_(core_->strand()),
      began_(last_received_) {
  if (parts.hello != nullptr) {
    queue_.push_control(FrameType::Hello, std::move(parts.hello));
  }
}

void PeerSession::start() noexcept {
  ++core_->counters().sessions_opened;
  ++core_->counters().sessions_active;
  const std::shared_ptr<PeerSession> self = shared_from_this();
  const auto on_fault = [self] { self->fail(); };
  try {
    core_->spawn(read_loop(self), on_fault);
    core_->spawn(write_loop(self), on_fault);
    core_->spawn(watch_loop(self), on_fault);
  } catch (...) {
    fail();
  }
}

void PeerSession::send(Priority priority, Payload payload) noexcept {
  try {
    queue(priority, std::move(payload));
  } catch (...) {
    fail();
  }
}

void PeerSession::queue(Priority priority, Payload payload) {
  if (is_closing() || draining_) {
    ++core_->counters().dropped_unconnected;
    return;
  }
  switch (queue_.push(priority, std::move(payload))) {
    case OutboundQueue::Pushed::Queued:
      queued_.notify();
      return;
    case OutboundQueue::Pushed::Dropped:
      core_->counters().count_dropped(priority);
      return;
    case OutboundQueue::Pushed::Overflow:
      core_->counters().count_dropped(priority);
      close(CloseReason::TooSlow);
      return;
  }
}

void PeerSession::drain() {
  draining_ = true;
  queue_.drop_all_but_consensus();
  queued_.notify();
}

void PeerSession::close(CloseReason reason) { end({peer_, reason, /*by_peer=*/false}); }

void PeerSession::fail() noexcept {
  close(CloseReason::InternalFault);
  link_->close();
}

void PeerSession::judge_again() {
  if (const auto unfit = core_->no_longer_fit(link_->engine(), peer_)) {
    close(*unfit);
  }
}

void PeerSession::end(const PeerDisconnected& ending) {
  if (is_closing()) {
    return;
  }
  ending_ = ending;
  queue_.clear();
  core_->counters().count_closed(ending.reason);
  --core_->counters().sessions_active;
  if (ending.by_peer || ending.reason == CloseReason::ConnectionLost) {
    link_->close();
  } else {
    farewell_.arm(kFarewellTimeout);
  }
  queued_.notify();
  resumed_.notify();
  answered_.notify();
  watch_.notify();
  if (const auto owner = owner_.lock()) {
    owner->on_session_closed(*this, ending);
  }
}

std::chrono::milliseconds PeerSession::age() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began_);
}

Task<void> PeerSession::watch_loop(std::shared_ptr<PeerSession> self) {
  // Twice per interval, so that a ping is late by half an interval at most.
  const auto tick = self->core_->options().times.ping_interval / 2;
  while (!self->is_closing()) {
    const bool notified = co_await self->watch_.wait_for(tick);
    if (!notified) {
      self->check_liveness();
    }
  }
}

void PeerSession::check_liveness() {
  const PeerTimes& times = core_->options().times;
  const Clock::time_point now = Clock::now();
  // While we do not read, the silence is ours.
  if (!paused_ && now - last_received_ > times.idle) {
    close(CloseReason::IdleTimeout);
    return;
  }
  if (write_began_ && now - *write_began_ > times.write_stall) {
    close(CloseReason::TooSlow);
    return;
  }
  // A peer that does not read us at present sees no ping, and we no pong: so we also send when we
  // have sent nothing, which tells a peer that waits for us that we live.
  if (now - last_received_ >= times.ping_interval || now - last_sent_ >= times.ping_interval) {
    send_ping();
  }
}

void PeerSession::send_ping() {
  ByteWriter nonce;
  nonce.u64(++last_ping_);
  queue_.push_control(FrameType::Ping, std::make_shared<const Bytes>(nonce.take()));
  queued_.notify();
}

Task<bool> PeerSession::answers_ping() {
  if (is_closing() || paused_) {
    co_return !is_closing();
  }
  const PeerTimes& times = core_->options().times;
  const auto silence =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - last_received_);
  const auto within = std::max(times.probe, times.handover_silence - silence);
  send_ping();
  first_ping_of_probe_ = last_ping_;
  const bool answered = co_await answered_.wait_for(within);
  first_ping_of_probe_ = 0;
  co_return !is_closing() && (answered || paused_);
}

}  // namespace vitalstream::net
