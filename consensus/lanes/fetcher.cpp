#include "consensus/lanes/fetcher.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "consensus/lanes/intake.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {
namespace {

// Retries for a proposal wait up to this many times longer than the first.
constexpr std::int64_t kPatienceMax = 8;

}  // namespace

Fetcher::Fetcher(Duration retry)
    : retry_(retry),
      final_{kFetchesInFlightMax, 0, 0, {}},
      proposed_{kProposalFetchesMax, 0, 0, {}} {}

void Fetcher::want(Instant now, const WantedBatch& wanted, Height delivered) {
  const Height gives_up{delivered.value() + kProposalWantHeights};
  const BatchDigest& digest = wanted.reference.digest;
  const bool is_final = wanted.depth == VerifyDepth::Digest;
  const auto known = wants_.find(digest);
  if (known != wants_.end()) {
    known->second.gives_up = gives_up;
    if (is_final && known->second.wanted.depth == VerifyDepth::Full) {
      become_final(now, digest, known->second);
    }
    return;
  }
  if (!make_room(wanted.depth)) {
    return;
  }
  const Want fresh{wanted, gives_up, next_serial_, 0, {}, {}};
  Want& want = wants_.emplace(digest, fresh).first->second;
  next_serial_ += 1;
  line_of(want).size += 1;
  enter(digest, want, is_final ? State::Waiting : State::Resting, now + kFetchGrace);
}

void Fetcher::got(const BatchDigest& digest) {
  const auto found = wants_.find(digest);
  if (found != wants_.end()) {
    erase(found);
  }
}

void Fetcher::failed(const BatchDigest& digest) {
  const auto found = wants_.find(digest);
  if (found != wants_.end()) {
    leave(digest, found->second);
    enter(digest, found->second, State::Waiting, {});
  }
}

void Fetcher::on_delivered(Height height, const HeldBatches& held) {
  for (auto at = wants_.begin(); at != wants_.end();) {
    const WantedBatch& wanted = at->second.wanted;
    const bool passed =
        !is_ahead(position_of(wanted.reference), held.final_position(wanted.reference.lane));
    const bool stale = wanted.depth == VerifyDepth::Full && at->second.gives_up <= height;
    at = passed || stale ? erase(at) : std::next(at);
  }
}

std::optional<VerifyDepth> Fetcher::wanted_depth(const BatchDigest& digest) const {
  const auto found = wants_.find(digest);
  if (found == wants_.end()) {
    return std::nullopt;
  }
  return found->second.wanted.depth;
}

LanesEffects Fetcher::requests(Instant now, const PeerReports& reports, const Intake& intake) {
  wake_up(now);
  std::map<ValidatorIndex, BatchRequest> by_peer;
  for (Line* line : std::array{&final_, &proposed_}) {
    while (!line->waiting.empty() && line->in_flight < line->in_flight_max &&
           final_.in_flight + proposed_.in_flight < kFetchesInFlightMax) {
      const BatchDigest digest = line->waiting.begin()->second;
      Want& want = wants_.at(digest);
      leave(digest, want);
      if (intake.is_verifying(digest)) {
        enter(digest, want, State::Resting, now + retry_);
        continue;
      }
      const auto peer = choose(want, reports);
      want.attempts += 1;
      enter(digest, want, State::InFlight, now + patience(want));
      if (peer) {
        by_peer[*peer].digests.push_back(digest);
      }
    }
  }
  LanesEffects effects;
  for (auto& [peer, request] : by_peer) {
    effects.emplace_back(RequestBatches{peer, std::move(request)});
  }
  return effects;
}

std::optional<Instant> Fetcher::due() const {
  if (alarms_.empty()) {
    return std::nullopt;
  }
  return alarms_.begin()->first;
}

Fetcher::Line& Fetcher::line_of(const Want& want) {
  return want.wanted.depth == VerifyDepth::Digest ? final_ : proposed_;
}

Fetcher::Rank Fetcher::rank_of(const Want& want) {
  const bool is_final = want.wanted.depth == VerifyDepth::Digest;
  return {is_final ? 0 : want.attempts, want.serial};
}

void Fetcher::enter(const BatchDigest& digest, Want& want, State state, Instant wakes) {
  want.state = state;
  want.wakes = wakes;
  Line& line = line_of(want);
  if (state == State::Waiting) {
    line.waiting.emplace(rank_of(want), digest);
    return;
  }
  alarms_.emplace(wakes, digest);
  if (state == State::InFlight) {
    line.in_flight += 1;
  }
}

void Fetcher::leave(const BatchDigest& digest, Want& want) {
  Line& line = line_of(want);
  if (want.state == State::Waiting) {
    line.waiting.erase(rank_of(want));
    return;
  }
  alarms_.erase({want.wakes, digest});
  if (want.state == State::InFlight) {
    line.in_flight -= 1;
  }
}

// What has been asked for may still come; otherwise it is asked for at once.
void Fetcher::become_final(Instant now, const BatchDigest& digest, Want& want) {
  leave(digest, want);
  proposed_.size -= 1;
  final_.size += 1;
  want.wanted.depth = VerifyDepth::Digest;
  if (want.state == State::InFlight) {
    enter(digest, want, State::InFlight, std::min(want.wakes, now + retry_));
  } else {
    enter(digest, want, State::Waiting, {});
  }
}

// A proposal's batch that was tried most often makes room for a new one.
bool Fetcher::make_room(VerifyDepth depth) {
  if (depth == VerifyDepth::Digest) {
    return wants_.size() < kWantedBatchesMax;
  }
  if (proposed_.size < kProposalWantsMax && wants_.size() < kWantedBatchesMax) {
    return true;
  }
  if (proposed_.waiting.empty() || proposed_.waiting.rbegin()->first.first == 0) {
    return false;
  }
  erase(wants_.find(proposed_.waiting.rbegin()->second));
  return true;
}

Fetcher::Wants::iterator Fetcher::erase(Wants::iterator at) {
  leave(at->first, at->second);
  line_of(at->second).size -= 1;
  return wants_.erase(at);
}

void Fetcher::wake_up(Instant now) {
  while (!alarms_.empty() && alarms_.begin()->first <= now) {
    const BatchDigest digest = alarms_.begin()->second;
    Want& want = wants_.at(digest);
    leave(digest, want);
    enter(digest, want, State::Waiting, {});
  }
}

// First who proposed it, then those who report it, in turn; every second round anybody, since
// reports may lie and those who have delivered a batch of a final block report it no longer.
std::optional<ValidatorIndex> Fetcher::choose(const Want& want, const PeerReports& reports) const {
  const BatchRef& reference = want.wanted.reference;
  const bool is_proposed = want.wanted.depth == VerifyDepth::Full;
  if (is_proposed && want.attempts == 0 && reports.connected().contains(want.wanted.from)) {
    return want.wanted.from;
  }
  std::vector<ValidatorIndex> peers = reports.reporting(reference.lane, position_of(reference));
  const std::size_t round = peers.empty() ? 0 : want.attempts / peers.size();
  if (peers.empty() || round % 2 == 1) {
    peers.assign(reports.connected().begin(), reports.connected().end());
  }
  if (peers.empty()) {
    return std::nullopt;
  }
  // Different batches begin with different peers.
  const std::size_t start = reference.digest.value()[0];
  return peers[(start + want.attempts) % peers.size()];
}

Duration Fetcher::patience(const Want& want) const {
  if (want.wanted.depth == VerifyDepth::Digest) {
    return retry_;
  }
  return retry_ *
         std::min<std::int64_t>(std::int64_t{1} << std::min(want.attempts - 1, 3U), kPatienceMax);
}

}  // namespace vitalstream::consensus
