#include "consensus/engine/engine.hpp"

#include <type_traits>
#include <utility>

namespace vitalstream::consensus {
namespace {

template <class One, class Variant>
struct IsOneOf;
template <class One, class... All>
struct IsOneOf<One, std::variant<All...>> : std::bool_constant<(std::is_same_v<One, All> || ...)> {
};

void append(LanesEffects&& from, Effects& effects) {
  for (LanesEffect& effect : from) {
    std::visit([&](auto& one) { effects.emplace_back(std::move(one)); }, effect);
  }
}

bool holds_vote(const Message& message) {
  return std::holds_alternative<Vote>(message) || std::holds_alternative<Proposal>(message);
}

bool is_own_vote(const Effect& effect) {
  if (const auto* broadcast = std::get_if<Broadcast>(&effect)) {
    return holds_vote(broadcast->message);
  }
  const auto* send = std::get_if<Send>(&effect);
  return send != nullptr ? holds_vote(send->message) : std::holds_alternative<SignVote>(effect);
}

}  // namespace

Engine::Engine(EngineOptions options, EngineStart start)
    : lanes_(std::move(options.lanes), std::move(start.lanes)),
      payload_(lanes_),
      replica_(std::move(options.replica), payload_, std::move(start.replica)) {}

Effects Engine::start(const Clock& clock) {
  Effects effects;
  append(clock, replica_.start(clock), effects);
  finish(clock, effects);
  return effects;
}

Effects Engine::step(const Clock& clock, const Input& input) {
  Effects effects;
  std::visit([&](const auto& one) { route(clock, one, effects); }, input);
  finish(clock, effects);
  return effects;
}

EngineStatus Engine::status() const {
  EngineStatus status{replica_.status(), lanes_.status(), false};
  status.drained = handed_over_ && status.replica.is_over;
  return status;
}

bool Engine::may_still_say(Instant now, const Effect& effect) const {
  return !is_own_vote(effect) || replica_.is_committed_to(now);
}

template <class One>
void Engine::route(const Clock& clock, const One& input, Effects& effects) {
  if constexpr (std::is_same_v<One, Drain>) {
    on_drain(clock, effects);
  } else if constexpr (std::is_same_v<One, Wake>) {
    asked_wake_.reset();
    if (replica_wake_ && *replica_wake_ <= clock.now) {
      replica_wake_.reset();
    }
    // First, because it may grant the replica work.
    consensus::append(lanes_.wake(clock.now), effects);
    feed_replica(clock, input, effects);
  } else if constexpr (std::is_same_v<One, PeerConnected>) {
    consensus::append(lanes_.on_connected(clock.now, input.peer), effects);
    feed_replica(clock, input, effects);
  } else if constexpr (std::is_same_v<One, PeerDisconnected>) {
    lanes_.on_disconnected(input.peer);
    feed_replica(clock, input, effects);
  } else if constexpr (IsOneOf<One, LanesInput>::value) {
    feed_lanes(clock, input, effects);
  } else {
    feed_replica(clock, input, effects);
  }
}

void Engine::on_drain(const Clock& clock, Effects& effects) {
  if (!drain_deadline_) {
    drain_deadline_ = clock.now + kDrainPatience;
    lanes_.drain();
    consensus::append(lanes_.wake(clock.now), effects);
  }
}

void Engine::feed_replica(const Clock& clock, const CoreInput& input, Effects& effects) {
  append(clock, replica_.step(clock, input), effects);
}

void Engine::feed_lanes(const Clock& clock, const LanesInput& input, Effects& effects) {
  Lanes::Step step = lanes_.step(clock.now, input);
  consensus::append(std::move(step.effects), effects);
  if (step.payload_changed) {
    feed_replica(clock, PayloadChanged{}, effects);
  }
}

void Engine::append(const Clock& clock, CoreEffects&& from, Effects& effects) {
  for (CoreEffect& effect : from) {
    std::visit(
        [&](auto& one) {
          using One = std::remove_cvref_t<decltype(one)>;
          if constexpr (std::is_same_v<One, WakeAt>) {
            replica_wake_ = one.when;
          } else if constexpr (std::is_same_v<One, FetchBatches>) {
            take(clock, one);
          } else if constexpr (std::is_same_v<One, ForgetFetches>) {
            lanes_.forget_wants(one.first, one.last);
          } else if constexpr (std::is_same_v<One, Deliver>) {
            take(clock, std::move(one), effects);
          } else if constexpr (std::is_same_v<One, Halt>) {
            effects.insert(effects.begin(), std::move(one));
          } else {
            effects.emplace_back(std::move(one));
          }
        },
        effect);
  }
}

void Engine::take(const Clock& clock, Deliver&& deliver, Effects& effects) {
  const Height height = deliver.block.header.height;
  const std::vector<BatchRef> references = deliver.block.references;
  effects.emplace_back(std::move(deliver));
  consensus::append(lanes_.on_delivered(clock.now, height, references), effects);
}

void Engine::take(const Clock& clock, const FetchBatches& fetch) {
  const VerifyDepth depth = fetch.is_final ? VerifyDepth::Digest : VerifyDepth::Full;
  for (const BatchRef& reference : fetch.references) {
    lanes_.want(clock.now, {fetch.from, reference, depth, fetch.proposal});
  }
}

// What is due at once is done in this step; the rest becomes one WakeAt, said only when it changes.
void Engine::finish(const Clock& clock, Effects& effects) {
  consensus::append(lanes_.wake(clock.now), effects);
  if (drain_deadline_ && !handed_over_ && (lanes_.is_drained() || clock.now >= *drain_deadline_)) {
    handed_over_ = true;
    feed_replica(clock, Drain{}, effects);
  }
  std::optional<Instant> wake = replica_wake_;
  for (const auto& other : {lanes_.next_wake(), handed_over_ ? std::nullopt : drain_deadline_}) {
    if (other && (!wake || *other < *wake)) {
      wake = other;
    }
  }
  if (wake && wake != asked_wake_) {
    asked_wake_ = wake;
    effects.emplace_back(WakeAt{*wake});
  }
}

}  // namespace vitalstream::consensus
