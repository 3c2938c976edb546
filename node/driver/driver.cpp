#include "node/driver/driver.hpp"

#include <future>
#include <utility>

#include "node/driver/effect_runner.hpp"
#include "node/driver/limits.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

// How old the snapshot for status and metrics may be.
constexpr Duration kStatusPeriod = milliseconds(100);

}  // namespace

Driver::Driver(Parts parts)
    : parts_(std::move(parts)),
      process_(parts_.sealer),
      cache_(kBatchCacheBytesMax),
      timer_(parts_.thread->context()) {
}

void Driver::start() {
  parts_.thread->post([this] {
    route(parts_.engine->start(read_clock()));
    publish_status(read_clock().now);
  });
}

void Driver::post(consensus::Input input, std::shared_ptr<void> credit) {
  parts_.thread->post(
      [this, input = std::move(input), credit = std::move(credit)] { feed(input); });
}

void Driver::submit(consensus::TxHandle handle, std::shared_ptr<const PendingTx> pending) {
  parts_.thread->post([this, handle, pending = std::move(pending)] {
    consensus::Submit submit;
    submit.handle = handle;
    submit.body_bytes = static_cast<std::uint32_t>(pending->body_bytes);
    submit.attachment_bytes = static_cast<std::uint32_t>(pending->attachment_bytes);
    pending_.emplace(handle, pending);
    feed(submit);
  });
}

void Driver::offer(consensus::ValidatorIndex from, OfferedBatch batch) {
  parts_.thread->post(
      [this, from, batch = std::move(batch)]() mutable { on_offer(from, std::move(batch)); });
}

void Driver::durable(EffectGate::Ticket ticket) {
  parts_.thread->post([this, ticket] {
    const EffectRunner runner(*this);
    const Instant now = read_clock().now;
    for (const consensus::Effect& effect : gate_.open(ticket)) {
      if (parts_.engine->may_still_say(now, effect)) {
        std::visit(runner, effect);
      } else if (const auto* vote = std::get_if<consensus::SignVote>(&effect)) {
        post(consensus::OwnVoteFailed{vote->subject});
      }
    }
    stats_of(QueueId::EffectGate).set_waiting(gate_.held());
  });
}

void Driver::use_sealer(std::shared_ptr<const LaneSealer> sealer) {
  parts_.thread->post([this, sealer = std::move(sealer)] {
    parts_.sealer = sealer;
    feed(consensus::IncarnationRenewed{sealer->lane_key().incarnation});
  });
}

consensus::EngineStatus Driver::fresh_status() {
  std::promise<consensus::EngineStatus> answer;
  auto status = answer.get_future();
  parts_.thread->post([this, &answer] {
    consensus::EngineStatus fresh = parts_.engine->status();
    // What is held back for the disk has not been said yet.
    fresh.drained = fresh.drained && gate_.held() == 0;
    answer.set_value(std::move(fresh));
  });
  return status.get();
}

std::shared_ptr<const consensus::EngineStatus> Driver::status() const {
  return status_.load();
}

consensus::ViewWindow Driver::window() const {
  return {consensus::View{view_.load(std::memory_order_relaxed)},
          consensus::View{floor_.load(std::memory_order_relaxed)}};
}

void Driver::feed(const consensus::Input& input) {
  const consensus::Clock clock = read_clock();
  if (const auto* proposed = std::get_if<consensus::ProposalVerified>(&input)) {
    proposal_times_.note(proposed->proposal->vote.subject, clock);
  }
  route(parts_.engine->step(clock, input));
  if (clock.now - status_published_ >= kStatusPeriod) {
    publish_status(clock.now);
  }
}

void Driver::route(consensus::Effects effects) {
  const consensus::ViewWindow window = parts_.engine->window();
  view_.store(window.view.value(), std::memory_order_relaxed);
  floor_.store(window.floor.value(), std::memory_order_relaxed);
  const EffectRunner runner(*this);
  for (consensus::Effect& effect : effects) {
    if (!speaks(effect) || !gate_.hold(effect)) {
      std::visit(runner, effect);
    }
  }
  stats_of(QueueId::EffectGate).set_waiting(gate_.held());
}

void Driver::arm(Instant when) {
  if (armed_ && *armed_ == when) {
    return;
  }
  armed_ = when;
  // The timer's clock stands still while the machine sleeps, and the node's does not.
  timer_.expires_after(std::chrono::microseconds((when - read_clock().now).value()));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      armed_.reset();
      feed(consensus::Wake{});
    }
  });
}

void Driver::on_offer(consensus::ValidatorIndex from, OfferedBatch batch) {
  const consensus::BatchDigest digest =
      consensus::batch_digest(parts_.context.genesis, batch.frame.header.header);
  if (parts_.ports->take_content(from, digest, batch)) {
    return;
  }
  const consensus::BatchArrived arrived{from, batch.frame.header, digest,
                                        batch.frame.stored.size() + batch.frame.attachments.size()};
  offered_.insert_or_assign({digest, from}, std::move(batch));
  feed(arrived);
}

void Driver::on_intake(consensus::ValidatorIndex from, const OfferedBatch& batch,
                       const consensus::BatchDigest& digest,
                       Result<VerifiedIntake, BatchFault> outcome) {
  if (outcome) {
    cache_.put(digest, outcome->cached);
    feed(consensus::BatchVerified{std::move(outcome->verified)});
    return;
  }
  const BatchFault fault = outcome.error();
  feed(consensus::BatchInvalid{from, batch.frame.header, digest, is_owner_fault(fault),
                               fault == BatchFault::AttachmentsMissing});
}

void Driver::on_sealed(VerifiedIntake sealed) {
  cache_.put(sealed.verified.digest, sealed.cached);
  feed(consensus::OwnBatchSealed{std::move(sealed.verified)});
}

void Driver::publish_status(Instant now) {
  status_published_ = now;
  status_.store(std::make_shared<const consensus::EngineStatus>(parts_.engine->status()));
}

}  // namespace vitalstream::node
