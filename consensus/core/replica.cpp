#include "consensus/core/replica.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/assert.hpp"
#include "consensus/core/compaction.hpp"
#include "consensus/core/earliest.hpp"

namespace vitalstream::consensus {
namespace {

constexpr Duration kWakeStep = milliseconds(1);

// What a halted replica still answers: its data, its commitments and that it has ended may be what
// the others need.
template <class Input>
constexpr bool kServesOthers =
    std::is_same_v<Input, BlockRequested> || std::is_same_v<Input, CertificatesRequested> ||
    std::is_same_v<Input, FinalRangeRequested> || std::is_same_v<Input, StatementArrived> ||
    std::is_same_v<Input, StatementVerified> || std::is_same_v<Input, StatementInvalid> ||
    std::is_same_v<Input, VotesVerified> || std::is_same_v<Input, PeerConnected>;

}  // namespace

Replica::Replica(ReplicaOptions options, const PayloadSource& payload, const Recovered& recovered)
    : owners_(std::move(options), payload, recovered.tip),
      rules_(owners_, payload),
      receivers_(make_receivers(owners_, rules_)),
      recovery_({owners_.options, owners_.step, owners_.chain, owners_.certificates, owners_.view,
                 owners_.proposals, owners_.record, owners_.right, owners_.commitments,
                 owners_.seen}) {
  const ReplicaOptions& checked = owners_.options;
  VS_ASSERT(!checked.own || checked.validators.has(*checked.own));
  VS_ASSERT(checked.own.has_value() == checked.process.has_value());
  VS_ASSERT(checked.parameters.hold * 2 >= checked.parameters.use * 3);
  VS_ASSERT(recovered.tip.header.height == Height{0} || recovered.tip.finalization);
  recovery_.replay(recovered);
}

CoreEffects Replica::start(const Clock& clock) {
  begin(clock);
  owners_.peers.start(clock.now);
  owners_.view.start(clock.now);
  owners_.right.start();
  recovery_.start();
  progress();
  return finish();
}

CoreEffects Replica::step(const Clock& clock, const CoreInput& input) {
  begin(clock);
  std::visit(
      [this](const auto& one) {
        if (!owners_.right.is_halted() || kServesOthers<std::decay_t<decltype(one)>>) {
          receivers_.on(one);
        }
      },
      input);
  progress();
  return finish();
}

ViewWindow Replica::window() const {
  return owners_.view.window(owners_.certificates.final_point().view);
}

void Replica::begin(const Clock& clock) {
  owners_.step.begin(clock);
  if (wake_at_ && clock.now >= *wake_at_) {
    wake_at_.reset();
  }
}

// Everything that may follow from the state, until nothing more does.
void Replica::progress() {
  rules_.asking.claim_right_to_vote();
  rules_.asking.look_back();
  do {
    static_cast<void>(owners_.step.take_change());
    if (owners_.right.is_halted()) {
      return;
    }
    rules_.delivery.link();
    rules_.delivery.deliver();
    rules_.certifying.certify_all();
    rules_.proposing.try_propose();
    rules_.notarizing.try_notarize();
    rules_.nullifying.run_timers();
  } while (owners_.step.take_change());
  rules_.fetches.fill_gap_of_view();
  rules_.fetches.catch_up();
  rules_.stuck_reports.report_when_stuck();
  rules_.asking.ask_when_due();
}

CoreEffects Replica::finish() {
  rules_.fetches.end_step();
  rules_.asking.say_over();
  write_record();
  if (!owners_.right.is_halted()) {
    request_wake();
  }
  return owners_.step.end();
}

// C14: one record of everything, before the first effect that speaks.
void Replica::write_record() {
  SafetyRecord& record = owners_.record;
  const View floor = owners_.certificates.final_point().view;
  if (record.should_rotate(floor)) {
    const Compaction compaction({owners_.options, owners_.chain, owners_.certificates, record,
                                 owners_.right, owners_.commitments});
    std::vector<JournalRecord> records = compaction.remainder();
    record.rotated(records, floor);
    owners_.step.add_first(RotateJournal{std::move(records)});
  } else if (auto records = record.take_due(owners_.step.signs())) {
    owners_.step.add_first(Persist{*std::move(records)});
  }
}

void Replica::request_wake() {
  const auto deadline = next_deadline();
  if (!deadline || (wake_at_ && *wake_at_ <= *deadline)) {
    return;
  }
  wake_at_ = std::max(*deadline, owners_.step.now() + kWakeStep);
  owners_.step.add(WakeAt{*wake_at_});
}

std::optional<Instant> Replica::next_deadline() const {
  const auto& [options, step, view] = std::tie(owners_.options, owners_.step, owners_.view);
  const Duration delta = owners_.pacing.delta();
  const Inquiry& inquiry = owners_.right.inquiry();
  Earliest next(step.now());
  next.consider(view.timers().leader_deadline());
  next.consider(view.timers().certification_deadline());
  next.consider(view.entered() + delta * 3);
  if (options.leads(view.number()) && !owners_.proposals.contains(view.number())) {
    next.consider(view.entered() + options.parameters.result_delay);
    next.consider(rules_.proposing.gathered_at());
    next.consider(view.entered() + delta);
  }
  if (options.parameters.heartbeat.value() > 0) {
    next.consider(view.tip_changed_at() + options.parameters.heartbeat);
  }
  next.consider(view.ripe_at());
  next.consider(rules_.stuck_reports.stuck_since());
  next.consider(view.report_at());
  next.consider(inquiry.due());
  next.consider(inquiry.lasts_until(options.validators.quorum() - 1, step.now()));
  next.consider(owners_.right.last_signature_due());
  next.consider(rules_.fetches.due());
  return next.found();
}

}  // namespace vitalstream::consensus
