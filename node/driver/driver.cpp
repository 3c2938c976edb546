#include "node/driver/driver.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

// How old the snapshot for status and metrics may be.
constexpr Duration kStatusPeriod = milliseconds(100);

}  // namespace

// What becomes of what was left: an input of the engine, mostly.
struct Driver::Hearing {
  Driver& driver;

  void operator()(const Heard& heard) const { driver.feed(heard.input); }
  void operator()(const Submitted& submitted) const {
    driver.feed(driver.batches_.hear(submitted));
  }
  void operator()(Offered& offered) const {
    if (const auto arrived = driver.batches_.hear(offered)) {
      driver.feed(*arrived);
    }
  }
  void operator()(Judged& judged) const { driver.feed(driver.batches_.hear(judged)); }
  void operator()(Closed& closed) const { driver.feed(driver.batches_.hear(closed)); }
  void operator()(const RoundDurable& round) const { driver.on_durable(round.ticket); }
  void operator()(const BatchMakerRenewed& renewed) const {
    driver.feed(driver.batches_.hear(renewed));
  }
  void operator()(StatusAsked& asked) const { driver.answer(asked); }
};

Driver::Driver(Parts parts)
    : context_(std::move(parts.context)),
      engine_(std::move(parts.engine)),
      desk_(parts.desk),
      batches_({context_, desk_, parts.receivers.pool, parts.receivers.batches,
                parts.receivers.contents, parts.maker}),
      router_(parts.receivers, desk_, context_, batches_, parts.maker) {}

void Driver::start() {
  desk_.begin();
  thread_.post([this] {
    route(engine_->start(read_clock()));
    publish_status(read_clock().now);
    run();
  });
}

void Driver::stop() {
  desk_.close();
  thread_.finish();
}

void Driver::run() {
  EngineDesk::AllLeft taken;
  while (desk_.take(taken, router_.wake_at())) {
    if (const auto wake = router_.wake_at(); wake && *wake <= read_clock().now) {
      router_.on_woken();
      feed(consensus::Wake{});
    }
    for (std::unique_ptr<EngineDesk::Left>& left : taken) {
      left->wait.end();
      std::visit(Hearing{*this}, left->event);
      left.reset();
    }
  }
}

void Driver::on_durable(EffectGate::Ticket ticket) {
  const Instant now = read_clock().now;
  for (const consensus::Effect& effect : router_.open(ticket)) {
    if (engine_->may_still_say(now, effect)) {
      router_.carry_out(effect);
    } else if (const auto* vote = std::get_if<consensus::SignVote>(&effect)) {
      desk_.post(consensus::OwnVoteFailed{vote->subject});
    }
  }
}

void Driver::answer(StatusAsked& asked) {
  consensus::EngineStatus fresh = engine_->status();
  // What is held back for the disk has not been said yet.
  fresh.drained = fresh.drained && router_.held() == 0;
  asked.answer(std::move(fresh));
}

void Driver::feed(const consensus::Input& input) {
  const consensus::Clock clock = read_clock();
  if (const auto* proposed = std::get_if<consensus::ProposalVerified>(&input)) {
    router_.note_proposal(proposed->proposal->vote.subject, clock);
  }
  consensus::Effects effects = engine_->step(clock, input);
  const bool halts = std::ranges::any_of(effects, [](const consensus::Effect& effect) {
    return std::holds_alternative<consensus::Halt>(effect);
  });
  route(std::move(effects));
  // Nothing may follow a halt that would show it.
  if (halts || clock.now - status_published_ >= kStatusPeriod) {
    publish_status(clock.now);
  }
}

void Driver::route(consensus::Effects effects) {
  desk_.publish(engine_->window());
  router_.route(std::move(effects));
}

void Driver::publish_status(Instant now) {
  status_published_ = now;
  desk_.publish(std::make_shared<const consensus::EngineStatus>(engine_->status()));
}

}  // namespace vitalstream::node
