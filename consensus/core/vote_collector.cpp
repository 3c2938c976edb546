#include "consensus/core/vote_collector.hpp"

#include <algorithm>

namespace vitalstream::consensus {
namespace {

std::size_t slot(VoteKind kind) { return static_cast<std::size_t>(kind) - 1; }

}  // namespace

VoteCollector::Tally& VoteCollector::tally(VoteKind kind, View view) {
  return views_[view][slot(kind)];
}

const VoteCollector::Tally* VoteCollector::find(VoteKind kind, View view) const {
  const auto found = views_.find(view);
  return found == views_.end() ? nullptr : &found->second[slot(kind)];
}

VoteCollector::Outcome VoteCollector::add_unverified(const Vote& vote) {
  Outcome outcome;
  Tally& tally = this->tally(vote.subject.kind, vote.subject.view);
  if (tally.closed) {
    return outcome;
  }
  const auto [place, is_first] = tally.first.try_emplace(vote.signer, Entry{vote, State::Parked});
  if (is_first) {
    outcome = evaluate(vote.subject);
  } else if (place->second.vote.subject != vote.subject) {
    tally.second.try_emplace(vote.signer, Entry{vote, State::Parked});
  }
  look_for_conflicts(vote, outcome);
  return outcome;
}

VoteCollector::Outcome VoteCollector::add_verified(const Vote& vote) {
  Outcome outcome;
  Tally& tally = this->tally(vote.subject.kind, vote.subject.view);
  if (tally.closed) {
    return outcome;
  }
  const auto [place, is_first] = tally.first.try_emplace(vote.signer, Entry{vote, State::Verified});
  if (place->second.vote.subject == vote.subject) {
    place->second = Entry{vote, State::Verified};
    outcome = evaluate(vote.subject);
  } else {
    const auto [other, is_second] =
        tally.second.try_emplace(vote.signer, Entry{vote, State::Verified});
    if (other->second.vote.subject == vote.subject) {
      other->second.state = State::Verified;
    }
  }
  look_for_conflicts(vote, outcome);
  return outcome;
}

void VoteCollector::drop_invalid(const Vote& vote) {
  Tally& tally = this->tally(vote.subject.kind, vote.subject.view);
  for (auto* entries : {&tally.first, &tally.second}) {
    const auto found = entries->find(vote.signer);
    if (found != entries->end() && found->second.vote == vote) {
      entries->erase(found);
    }
  }
}

void VoteCollector::close(VoteKind kind, View view) {
  Tally& tally = this->tally(kind, view);
  tally = Tally{};
  tally.closed = true;
}

std::vector<Vote> VoteCollector::lower_threshold(const VoteSubject& subject, std::size_t count) {
  Tally& tally = this->tally(subject.kind, subject.view);
  tally.threshold = count;
  return evaluate(subject).verify;
}

void VoteCollector::forget_up_to(View floor) {
  std::erase_if(views_, [&](const auto& entry) { return entry.first <= floor; });
}

VoteCollector::Outcome VoteCollector::evaluate(const VoteSubject& subject) {
  Outcome outcome;
  Tally& tally = this->tally(subject.kind, subject.view);
  if (tally.closed) {
    return outcome;
  }
  Certificate certificate{subject, {}};
  std::vector<Entry*> parked;
  std::size_t held = 0;
  for (auto& [signer, entry] : tally.first) {
    if (entry.vote.subject != subject) {
      continue;
    }
    ++held;
    if (entry.state == State::Parked) {
      parked.push_back(&entry);
    } else if (entry.state == State::Verified && certificate.signatures.size() < set_->quorum()) {
      certificate.signatures.push_back({signer, entry.vote.signature});
    }
  }
  if (certificate.signatures.size() == set_->quorum()) {
    outcome.formed.push_back(std::move(certificate));
  } else if (held >= tally.threshold.value_or(set_->quorum())) {
    for (Entry* entry : parked) {
      entry->state = State::Verifying;
      outcome.verify.push_back(entry->vote);
    }
  }
  return outcome;
}

void VoteCollector::look_for_conflicts(const Vote& vote, Outcome& outcome) {
  const ValidatorIndex signer = vote.signer;
  Tally& same = tally(vote.subject.kind, vote.subject.view);
  const auto first = same.first.find(signer);
  const auto second = same.second.find(signer);
  if (first != same.first.end() && second != same.second.end()) {
    confront(same, first->second, second->second, outcome);
  }
  if (vote.subject.kind == VoteKind::Notarize) {
    return;
  }
  Tally& nullify = tally(VoteKind::Nullify, vote.subject.view);
  Tally& finalize = tally(VoteKind::Finalize, vote.subject.view);
  const auto nullified = nullify.first.find(signer);
  const auto finalized = finalize.first.find(signer);
  if (nullified != nullify.first.end() && finalized != finalize.first.end()) {
    confront(finalize, nullified->second, finalized->second, outcome);
  }
}

void VoteCollector::confront(Tally& tally, Entry& left, Entry& right, Outcome& outcome) {
  if (tally.reported.contains(left.vote.signer)) {
    return;
  }
  if (left.state == State::Verified && right.state == State::Verified) {
    tally.reported.insert(left.vote.signer);
    outcome.evidence.emplace_back(ConflictingVotes{left.vote, right.vote});
    return;
  }
  for (Entry* entry : {&left, &right}) {
    if (entry->state == State::Parked) {
      entry->state = State::Verifying;
      outcome.verify.push_back(entry->vote);
    }
  }
}

bool VoteCollector::is_completing(const VoteSubject& subject) const {
  const Tally* tally = find(subject.kind, subject.view);
  if (tally == nullptr) {
    return false;
  }
  const auto counts = std::ranges::count_if(tally->first, [&](const auto& entry) {
    return entry.second.vote.subject == subject && entry.second.state != State::Parked;
  });
  return static_cast<std::size_t>(counts) >= set_->quorum();
}

std::size_t VoteCollector::verified_count(const VoteSubject& subject) const {
  const Tally* tally = find(subject.kind, subject.view);
  if (tally == nullptr) {
    return 0;
  }
  return static_cast<std::size_t>(std::ranges::count_if(tally->first, [&](const auto& entry) {
    return entry.second.vote.subject == subject && entry.second.state == State::Verified;
  }));
}

std::size_t VoteCollector::count(VoteKind kind, View view) const {
  const Tally* tally = find(kind, view);
  return tally == nullptr ? 0 : tally->first.size();
}

bool VoteCollector::has_vote(VoteKind kind, View view, ValidatorIndex signer) const {
  const Tally* tally = find(kind, view);
  return tally != nullptr && tally->first.contains(signer);
}

std::vector<ValidatorIndex> VoteCollector::missing(VoteKind kind, View view) const {
  std::vector<ValidatorIndex> absent;
  const Tally* tally = find(kind, view);
  if (tally != nullptr && tally->closed) {
    return absent;
  }
  for (std::uint16_t i = 0; i < set_->size(); ++i) {
    if (tally == nullptr || !tally->first.contains(ValidatorIndex{i})) {
      absent.emplace_back(i);
    }
  }
  return absent;
}

}  // namespace vitalstream::consensus
