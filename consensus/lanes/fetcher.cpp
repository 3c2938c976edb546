#include "consensus/lanes/fetcher.hpp"

#include <algorithm>
#include <iterator>

#include "consensus/lanes/intake.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {
namespace {

// Retries for a proposal wait up to this many times longer than the first.
constexpr std::int64_t kPatienceMax = 8;

}  // namespace

Fetcher::Fetcher(Duration retry, std::size_t faulty_max)
    : retry_(retry),
      honest_count_(faulty_max + 1),
      places_(std::max(kProposalFetchesMin, kProposalFetchesPerProposer * honest_count_)) {}

void Fetcher::want(Instant now, const WantedBatch& wanted, Height delivered) {
  const Height gives_up{delivered.value() + kProposalWantHeights};
  const BatchDigest& digest = wanted.reference.digest;
  const auto known = wants_.find(digest);
  if (known != wants_.end()) {
    Want& want = known->second;
    want.gives_up = gives_up;
    if (is_final(want)) {
      return;
    }
    if (wanted.depth == VerifyDepth::Digest) {
      become_final(now, digest, want);
    } else {
      propose_again(now, digest, want, wanted);
    }
    return;
  }
  if (!make_room(wanted)) {
    return;
  }
  Want& want = wants_[digest];
  want.wanted = wanted;
  want.gives_up = gives_up;
  want.serial = next_serial_++;
  if (wanted.proposal) {
    want.proposers.emplace(wanted.proposal->proposer, wanted.proposal->view);
  }
  proposed_ += is_final(want) ? 0U : 1U;
  enter(digest, want, is_final(want) ? State::Waiting : State::Resting, now + kFetchGrace);
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
    const bool stale = !is_final(at->second) && at->second.gives_up <= height;
    at = passed || stale ? erase(at) : std::next(at);
  }
}

void Fetcher::forget(View first, View last) {
  const auto is_given_up = [&](const auto& proposed) {
    return proposed.second >= first && proposed.second <= last;
  };
  for (auto at = wants_.begin(); at != wants_.end();) {
    const BatchDigest digest = at->first;
    Want& want = at->second;
    if (std::ranges::none_of(want.proposers, is_given_up)) {
      ++at;
    } else if (std::ranges::all_of(want.proposers, is_given_up)) {
      at = erase(at);
    } else {
      leave(digest, want);
      std::erase_if(want.proposers, is_given_up);
      // Another proposal names it too, whose own place it takes when it is asked for again.
      enter(digest, want, want.state == State::InFlight ? State::Resting : want.state, want.wakes);
      ++at;
    }
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
  wake_up(now, reports);
  std::map<ValidatorIndex, BatchRequest> by_peer;
  LanesEffects effects;
  for (Turn turn = next_turn(); turn.line != nullptr; turn = next_turn()) {
    const BatchDigest digest = turn.line->waiting.begin()->second;
    Want& want = wants_.at(digest);
    leave(digest, want);
    if (intake.is_verifying(digest)) {
      enter(digest, want, State::Resting, now + retry_);
      continue;
    }
    const auto peer = choose(want, reports);
    want.attempts += 1;
    want.charged = turn.proposer;
    enter(digest, want, State::InFlight, now + patience(want));
    if (!peer) {
      continue;
    }
    BatchRequest& request = by_peer[*peer];
    request.digests.push_back(digest);
    if (request.digests.size() == kRequestedBatchesMax) {
      effects.emplace_back(RequestBatches{*peer, std::exchange(request, {})});
    }
  }
  for (auto& [peer, request] : by_peer) {
    if (!request.digests.empty()) {
      effects.emplace_back(RequestBatches{peer, std::move(request)});
    }
  }
  return effects;
}

std::optional<Instant> Fetcher::due() const {
  if (alarms_.empty()) {
    return std::nullopt;
  }
  return alarms_.begin()->first;
}

bool Fetcher::is_final(const Want& want) { return want.wanted.depth == VerifyDepth::Digest; }

Fetcher::Rank Fetcher::rank_of(const Want& want) {
  return is_final(want) ? Rank{false, 0, want.serial}
                        : Rank{!want.is_reported, want.attempts, want.serial};
}

std::vector<Fetcher::Line*> Fetcher::lines_of(const Want& want) {
  if (want.proposers.empty()) {
    return {is_final(want) ? &final_ : &voted_for_};
  }
  std::vector<Line*> lines;
  for (const auto& [proposer, view] : want.proposers) {
    lines.push_back(&proposers_[proposer]);
  }
  return lines;
}

Fetcher::Line& Fetcher::place_of(const Want& want) {
  if (is_final(want)) {
    return final_;
  }
  return want.charged ? proposers_[*want.charged] : voted_for_;
}

void Fetcher::enter(const BatchDigest& digest, Want& want, State state, Instant wakes) {
  want.state = state;
  want.wakes = wakes;
  if (state == State::Waiting) {
    want.rank = rank_of(want);
    for (Line* line : lines_of(want)) {
      line->waiting.emplace(want.rank, digest);
    }
    return;
  }
  alarms_.emplace(wakes, digest);
  if (state == State::InFlight) {
    place_of(want).in_flight += 1;
    proposed_in_flight_ += is_final(want) ? 0U : 1U;
  }
}

void Fetcher::leave(const BatchDigest& digest, Want& want) {
  if (want.state == State::Waiting) {
    for (Line* line : lines_of(want)) {
      line->waiting.erase(want.rank);
    }
    return;
  }
  alarms_.erase({want.wakes, digest});
  if (want.state == State::InFlight) {
    place_of(want).in_flight -= 1;
    proposed_in_flight_ -= is_final(want) ? 0U : 1U;
    want.charged.reset();
  }
}

// What has been asked for may still come; otherwise it is asked for at once.
void Fetcher::become_final(Instant now, const BatchDigest& digest, Want& want) {
  leave(digest, want);
  proposed_ -= 1;
  want.wanted.depth = VerifyDepth::Digest;
  want.proposers.clear();
  if (want.state == State::InFlight) {
    enter(digest, want, State::InFlight, std::min(want.wakes, now + retry_));
  } else {
    enter(digest, want, State::Waiting, {});
  }
}

// What somebody invented, or asked those for who lack it, must not wait longer for that when it is
// proposed anew.
void Fetcher::propose_again(Instant now, const BatchDigest& digest, Want& want,
                            const WantedBatch& wanted) {
  if (want.proposers.empty()) {
    return;
  }
  if (!wanted.proposal) {
    // Who was asked for it may be the liar that keeps it back; somebody else is, soon.
    leave(digest, want);
    want.proposers.clear();
    const bool is_asked = want.attempts > 0;
    want.attempts = std::min<std::uint32_t>(want.attempts, 1);
    enter(digest, want, want.state,
          is_asked ? std::min(want.wakes, now + kVotedForGrace) : want.wakes);
    return;
  }
  const auto known = want.proposers.find(wanted.proposal->proposer);
  if (known != want.proposers.end() && known->second >= wanted.proposal->view) {
    return;
  }
  leave(digest, want);
  want.proposers[wanted.proposal->proposer] = wanted.proposal->view;
  want.wanted.from = wanted.from;
  want.attempts = 0;
  enter(digest, want, State::Resting, now + kFetchGrace);
}

Fetcher::Turn Fetcher::next_turn() {
  if (!final_.waiting.empty() && final_.in_flight < kFinalFetchesMax) {
    return {&final_, std::nullopt};
  }
  if (proposed_in_flight_ >= places_) {
    return {};
  }
  if (!voted_for_.waiting.empty()) {
    return {&voted_for_, std::nullopt};
  }
  Turn next;
  for (auto& [proposer, line] : proposers_) {
    const bool may = !line.waiting.empty() && line.in_flight < places_ / honest_count_;
    if (may && (next.line == nullptr || line.in_flight < next.line->in_flight)) {
      next = {&line, proposer};
    }
  }
  return next;
}

Fetcher::Turn Fetcher::fullest_proposer() {
  Turn fullest{&voted_for_, std::nullopt};
  std::size_t most = 0;
  for (auto& [proposer, line] : proposers_) {
    if (line.waiting.size() > most) {
      fullest = {&line, proposer};
      most = line.waiting.size();
    }
  }
  return fullest;
}

// Whoever has named the most gives way to the others; its own new wants take the place of what was
// tried before.
bool Fetcher::make_room(const WantedBatch& wanted) {
  if (wanted.depth == VerifyDepth::Digest) {
    return wants_.size() < kWantedBatchesMax;
  }
  if (proposed_ < kProposalWantsMax && wants_.size() < kWantedBatchesMax) {
    return true;
  }
  const Turn fullest = fullest_proposer();
  if (fullest.line->waiting.empty()) {
    return false;
  }
  const auto last = std::prev(fullest.line->waiting.end());
  const bool is_own = wanted.proposal ? fullest.proposer == wanted.proposal->proposer
                                      : !fullest.proposer.has_value();
  const bool gives_way = is_own ? last->first.attempts > 0 : fullest.proposer.has_value();
  if (!gives_way) {
    return false;
  }
  erase(wants_.find(last->second));
  return true;
}

Fetcher::Wants::iterator Fetcher::erase(Wants::iterator at) {
  leave(at->first, at->second);
  proposed_ -= is_final(at->second) ? 0U : 1U;
  return wants_.erase(at);
}

void Fetcher::wake_up(Instant now, const PeerReports& reports) {
  while (!alarms_.empty() && alarms_.begin()->first <= now) {
    const BatchDigest digest = alarms_.begin()->second;
    Want& want = wants_.at(digest);
    const BatchRef& reference = want.wanted.reference;
    want.is_reported = !is_final(want) && reports.is_reported_by(honest_count_, reference.lane,
                                                                 position_of(reference));
    leave(digest, want);
    enter(digest, want, State::Waiting, {});
  }
}

// First who named it, then others, those who report it in turn; every second round anybody, since
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
  if (is_proposed && peers.size() > 1) {
    std::erase(peers, want.wanted.from);
  }
  if (peers.empty()) {
    return std::nullopt;
  }
  // Different batches begin with different peers.
  const std::size_t start = reference.digest.value()[0];
  return peers[(start + want.attempts) % peers.size()];
}

Duration Fetcher::patience(const Want& want) const {
  if (is_final(want)) {
    return retry_;
  }
  // One of f+1 is honest, and of what a quorum has voted for all that are asked should have it.
  if (want.proposers.empty() && want.attempts < honest_count_) {
    return kVotedForGrace;
  }
  return retry_ *
         std::min<std::int64_t>(std::int64_t{1} << std::min(want.attempts - 1, 3U), kPatienceMax);
}

}  // namespace vitalstream::consensus
