#include "net/p2p/peer_table.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::net {

PeerTable::PeerTable(std::shared_ptr<NetworkCore> core, PeerEvents& events)
    : core_(std::move(core)), events_(events), session_ended_(core_->strand()) {}

void PeerTable::open() {
  for (const PeerIdentity& identity : core_->known_peers()) {
    Entry& made = entries_[identity.id];
    made.changed = std::make_unique<StrandSignal>(core_->strand());
    // Credits may be released when the network is gone.
    made.budget = std::make_shared<ReceiveBudget>(core_->options().limits.receive_budget_bytes,
                                                  [weak = weak_from_this(), peer = identity.id] {
                                                    if (const auto self = weak.lock()) {
                                                      self->resume_reading_soon(peer);
                                                    }
                                                  });
  }
}

// From the destructor of a credit, on any thread.
void PeerTable::resume_reading_soon(PeerId peer) noexcept {
  try {
    asio::post(core_->strand(), [self = shared_from_this(), peer] {
      if (const auto& session = self->entry(peer).session) {
        session->resume_reading();
      }
    });
  } catch (...) {
    // No memory: the paused reader looks again by itself.
    return;
  }
}

void PeerTable::send(PeerId peer, Priority priority, const Payload& payload) {
  const auto found = entries_.find(peer);
  if (found == entries_.end() || found->second.session == nullptr) {
    ++core_->counters().dropped_unconnected;
    return;
  }
  // A send that overflows the queue closes the session, which then leaves the entry.
  const std::shared_ptr<PeerSession> session = found->second.session;
  session->send(priority, payload);
}

void PeerTable::close(PeerId peer, CloseReason reason) {
  const auto found = entries_.find(peer);
  if (found == entries_.end() || found->second.session == nullptr) {
    return;
  }
  const std::shared_ptr<PeerSession> session = found->second.session;
  session->close(reason);
}

void PeerTable::judge_again() {
  for (auto& [peer, place] : entries_) {
    if (const std::shared_ptr<PeerSession> session = place.session) {
      session->judge_again();
    }
  }
}

void PeerTable::broadcast(Priority priority, const Payload& payload) {
  for (const PeerIdentity& identity : core_->known_peers()) {
    send(identity.id, priority, payload);
  }
}

Task<std::optional<CloseReason>> PeerTable::admit(std::shared_ptr<PeerTable> self,
                                                  std::shared_ptr<Introduction> newcomer) {
  const PeerId peer = newcomer->peer();
  Entry& place = self->entry(peer);
  const SessionOrigin origin = newcomer->origin();
  if (const std::shared_ptr<PeerSession> old_session = place.session) {
    const CloseReason refusal = refusal_of_newcomer(old_session->origin(), origin);
    const PeerId lower_id = std::min(self->core_->options().self.id, peer);
    if (judge_second_session(old_session->origin(), origin, lower_id) ==
        SecondSessionStep::ProbeOld) {
      if (place.is_probing) {
        co_return refusal;
      }
      place.is_probing = true;
      const bool alive = co_await old_session->answers_ping();
      place.is_probing = false;
      const bool was_replaced = place.session != nullptr && place.session != old_session;
      if (alive || was_replaced) {
        co_return refusal;
      }
    }
    old_session->close(CloseReason::Superseded);
  }
  if (self->core_->stopping()) {
    co_return CloseReason::Shutdown;
  }
  // Only now: the old session may have been cut while it was probed.
  if (self->pause_left(peer).count() > 0) {
    co_return CloseReason::Paused;
  }
  if (const auto unfit = newcomer->no_longer_fit()) {
    co_return unfit;
  }
  self->install(*newcomer);
  co_return std::nullopt;
}

bool PeerTable::is_connected(PeerId peer) const {
  const auto found = entries_.find(peer);
  return found != entries_.end() && found->second.session != nullptr;
}

std::chrono::milliseconds PeerTable::take_last_session_age(PeerId peer) {
  return std::exchange(entry(peer).last_session_age, std::chrono::milliseconds{0});
}

StrandSignal& PeerTable::changed(PeerId peer) { return *entry(peer).changed; }

std::chrono::milliseconds PeerTable::pause_left(PeerId peer) {
  const auto& pause = entry(peer).pause;
  return pause ? pause->left(std::chrono::steady_clock::now()) : std::chrono::milliseconds{0};
}

Task<void> PeerTable::wind_down(std::shared_ptr<PeerTable> self) {
  for (auto& [peer, place] : self->entries_) {
    place.changed->notify();
    if (place.session != nullptr) {
      place.session->drain();
    }
  }
  const auto deadline = std::chrono::steady_clock::now() + self->core_->options().times.stop_flush;
  while (self->has_sessions() && std::chrono::steady_clock::now() < deadline) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const bool ended = co_await self->session_ended_.wait_for(left);
    static_cast<void>(ended);
  }
  for (auto& [peer, place] : self->entries_) {
    if (const std::shared_ptr<PeerSession> session = place.session) {
      session->close(CloseReason::Shutdown);
    }
  }
}

void PeerTable::on_session_closed(const PeerSession& session, const PeerDisconnected& ending) {
  Entry& place = entry(session.peer());
  VS_ASSERT(place.session.get() == &session);
  place.last_session_age = session.age();
  if (!ending.by_peer && is_misbehaviour(ending.reason)) {
    if (!place.pause) {
      place.pause.emplace(core_->options().pause);
    }
    place.pause->on_cut(std::chrono::steady_clock::now());
  }
  place.session.reset();
  place.changed->notify();
  session_ended_.notify();
  events_.on_disconnected(ending);
}

PeerTable::Entry& PeerTable::entry(PeerId peer) {
  const auto found = entries_.find(peer);
  VS_ASSERT(found != entries_.end());
  return found->second;
}

void PeerTable::install(Introduction& newcomer) {
  Entry& place = entry(newcomer.peer());
  VS_ASSERT(place.session == nullptr);
  const auto session = std::make_shared<PeerSession>(core_, events_, newcomer.take_parts(),
                                                     place.budget, weak_from_this());
  events_.on_connected(session->description());
  place.session = session;
  session->start();
  place.changed->notify();
}

bool PeerTable::has_sessions() const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [](const auto& place) { return place.second.session != nullptr; });
}

}  // namespace vitalstream::net
