#include "consensus/lanes/fetcher.hpp"

#include <algorithm>
#include <iterator>

#include "consensus/lanes/intake.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {
namespace {

// Retries of one batch wait up to this many times longer than the first.
constexpr std::int64_t kPatienceMax = 8;

}  // namespace

void Fetcher::want(Instant now, const WantedBatch& wanted, Height delivered) {
  const Height gives_up{delivered.value() + kProposalWantHeights};
  if (Want* known = find(wanted.reference.digest)) {
    known->gives_up = gives_up;
    if (wanted.depth == VerifyDepth::Digest) {
      known->wanted.depth = VerifyDepth::Digest;
    }
    return;
  }
  if (wants_.size() >= kWantedBatchesMax) {
    return;
  }
  const Instant ask_at = wanted.depth == VerifyDepth::Digest ? now : now + kFetchGrace;
  serials_.emplace(wanted.reference.digest, next_serial_);
  wants_.emplace(next_serial_, Want{wanted, gives_up, 0, ask_at});
  next_serial_ += 1;
}

void Fetcher::got(const BatchDigest& digest) {
  const auto found = serials_.find(digest);
  if (found != serials_.end()) {
    wants_.erase(found->second);
    serials_.erase(found);
  }
}

void Fetcher::failed(Instant now, const BatchDigest& digest) {
  if (Want* want = find(digest)) {
    want->ask_at = now;
  }
}

void Fetcher::on_delivered(Height height, const HeldBatches& held) {
  for (auto want = wants_.begin(); want != wants_.end();) {
    const WantedBatch& wanted = want->second.wanted;
    const bool passed =
        !is_ahead(position_of(wanted.reference), held.final_position(wanted.reference.lane));
    const bool stale = wanted.depth == VerifyDepth::Full && want->second.gives_up <= height;
    if (passed || stale) {
      serials_.erase(wanted.reference.digest);
      want = wants_.erase(want);
    } else {
      ++want;
    }
  }
}

std::optional<VerifyDepth> Fetcher::wanted_depth(const BatchDigest& digest) const {
  const auto found = serials_.find(digest);
  if (found == serials_.end()) {
    return std::nullopt;
  }
  return wants_.at(found->second).wanted.depth;
}

LanesEffects Fetcher::requests(Instant now, const PeerReports& reports, const Intake& intake) {
  std::map<ValidatorIndex, BatchRequest> by_peer;
  std::size_t in_flight = 0;
  for (auto& [serial, want] : wants_) {
    if (in_flight == kFetchesInFlightMax) {
      break;
    }
    in_flight += 1;
    if (want.ask_at > now) {
      continue;
    }
    if (intake.is_verifying(want.wanted.reference.digest)) {
      want.ask_at = now + retry_;
      continue;
    }
    const auto peer = choose(want, reports);
    want.attempts += 1;
    want.ask_at = now + patience(want);
    if (peer) {
      by_peer[*peer].digests.push_back(want.wanted.reference.digest);
    }
  }
  LanesEffects effects;
  for (auto& [peer, request] : by_peer) {
    effects.emplace_back(RequestBatches{peer, std::move(request)});
  }
  return effects;
}

std::optional<Instant> Fetcher::due() const {
  std::optional<Instant> earliest;
  std::size_t in_flight = 0;
  for (const auto& [serial, want] : wants_) {
    if (in_flight == kFetchesInFlightMax) {
      break;
    }
    in_flight += 1;
    earliest = earliest ? std::min(*earliest, want.ask_at) : want.ask_at;
  }
  return earliest;
}

// First who named it, then those who report it, in turn; every second round anybody, since reports
// may lie and those who have delivered a batch of a final block report it no longer.
std::optional<ValidatorIndex> Fetcher::choose(const Want& want, const PeerReports& reports) const {
  const BatchRef& reference = want.wanted.reference;
  if (want.attempts == 0 && reports.connected().contains(want.wanted.from)) {
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
  return retry_ *
         std::min<std::int64_t>(std::int64_t{1} << std::min(want.attempts - 1, 3U), kPatienceMax);
}

Fetcher::Want* Fetcher::find(const BatchDigest& digest) {
  const auto found = serials_.find(digest);
  return found == serials_.end() ? nullptr : &wants_.at(found->second);
}

}  // namespace vitalstream::consensus
