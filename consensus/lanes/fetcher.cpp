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

void Fetcher::want(Instant now, const BatchRef& reference, Height height, VerifyDepth depth) {
  if (Want* known = find(reference.digest)) {
    const bool is_final = depth == VerifyDepth::Digest || known->depth == VerifyDepth::Digest;
    known->depth = is_final ? VerifyDepth::Digest : VerifyDepth::Full;
    Height& at = heights_[reference.digest];
    if (at < height && depth == VerifyDepth::Full) {
      // A later proposal names it as well: the want lives until that one is decided.
      Want moved = *known;
      wants_.erase({at, reference.digest});
      wants_.emplace(Key{height, reference.digest}, std::move(moved));
      at = height;
    }
    return;
  }
  if (wants_.size() >= kWantedBatchesMax) {
    const auto last = std::prev(wants_.end());
    if (last->first.first <= height) {
      return;
    }
    heights_.erase(last->first.second);
    wants_.erase(last);
  }
  wants_.emplace(Key{height, reference.digest}, Want{reference, depth, 0, now + kFetchGrace});
  heights_.emplace(reference.digest, height);
}

void Fetcher::got(const BatchDigest& digest) {
  const auto found = heights_.find(digest);
  if (found != heights_.end()) {
    wants_.erase({found->second, digest});
    heights_.erase(found);
  }
}

void Fetcher::failed(Instant now, const BatchDigest& digest) {
  if (Want* want = find(digest)) {
    want->ask_at = now;
  }
}

void Fetcher::on_delivered(Height height) {
  while (!wants_.empty() && wants_.begin()->first.first <= height) {
    heights_.erase(wants_.begin()->first.second);
    wants_.erase(wants_.begin());
  }
}

std::optional<VerifyDepth> Fetcher::wanted_depth(const BatchDigest& digest) const {
  const auto found = heights_.find(digest);
  if (found == heights_.end()) {
    return std::nullopt;
  }
  return wants_.at({found->second, digest}).depth;
}

LanesEffects Fetcher::requests(Instant now, const PeerReports& reports, const Intake& intake) {
  std::map<ValidatorIndex, BatchRequest> by_peer;
  std::size_t in_flight = 0;
  for (auto& [key, want] : wants_) {
    if (in_flight == kFetchesInFlightMax) {
      break;
    }
    in_flight += 1;
    if (want.ask_at > now) {
      continue;
    }
    if (intake.is_verifying(key.second)) {
      want.ask_at = now + retry_;
      continue;
    }
    const auto peer = choose(want, reports);
    want.attempts += 1;
    want.ask_at = now + patience(want);
    if (peer) {
      by_peer[*peer].digests.push_back(key.second);
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
  for (const auto& [key, want] : wants_) {
    if (in_flight == kFetchesInFlightMax) {
      break;
    }
    in_flight += 1;
    earliest = earliest ? std::min(*earliest, want.ask_at) : want.ask_at;
  }
  return earliest;
}

// Those who report the batch, in turn; every second round anybody, since reports may lie and a
// batch of a final block is no longer reported by those who have delivered it.
std::optional<ValidatorIndex> Fetcher::choose(const Want& want, const PeerReports& reports) const {
  std::vector<ValidatorIndex> peers =
      reports.reporting(want.reference.lane, position_of(want.reference));
  const std::size_t round = peers.empty() ? 0 : want.attempts / peers.size();
  if (peers.empty() || round % 2 == 1) {
    peers.assign(reports.connected().begin(), reports.connected().end());
  }
  if (peers.empty()) {
    return std::nullopt;
  }
  // Spread over peers: different batches begin with different ones.
  const std::size_t start = want.reference.digest.value()[0];
  return peers[(start + want.attempts) % peers.size()];
}

Duration Fetcher::patience(const Want& want) const {
  return retry_ *
         std::min<std::int64_t>(std::int64_t{1} << std::min(want.attempts - 1, 3U), kPatienceMax);
}

Fetcher::Want* Fetcher::find(const BatchDigest& digest) {
  const auto found = heights_.find(digest);
  return found == heights_.end() ? nullptr : &wants_.at({found->second, digest});
}

}  // namespace vitalstream::consensus
