#include "consensus/core/own_votes.hpp"

#include <algorithm>

#include "consensus/core/invariants.hpp"

namespace vitalstream::consensus {

CastVotes OwnVotes::cast_in(View view) const {
  const auto found = cast_.find(view);
  return found == cast_.end() ? CastVotes{} : found->second;
}

void OwnVotes::record(const VoteSubject& subject) {
  CastVotes& cast = cast_[subject.view];
  assert_own_votes_consistent(cast, subject);
  switch (subject.kind) {
    case VoteKind::Notarize:
      cast.notarize = subject;
      break;
    case VoteKind::Nullify:
      cast.nullify = subject;
      break;
    case VoteKind::Finalize:
      cast.finalize = subject;
      break;
  }
  highest_ = std::max(highest_, subject.view);
}

void OwnVotes::signed_as(const Vote& vote) { signed_.insert_or_assign(vote.subject, vote); }

const Vote* OwnVotes::signed_vote(const VoteSubject& subject) const {
  const auto found = signed_.find(subject);
  return found == signed_.end() ? nullptr : &found->second;
}

void OwnVotes::asked_at(const VoteSubject& subject, Instant now) {
  asked_.insert_or_assign(subject, now);
}

std::optional<Instant> OwnVotes::asked(const VoteSubject& subject) const {
  const auto found = asked_.find(subject);
  return found == asked_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<VoteSubject> OwnVotes::subjects() const {
  std::vector<VoteSubject> all;
  for (const auto& [view, cast] : cast_) {
    for (const auto* subject : {&cast.notarize, &cast.nullify, &cast.finalize}) {
      if (*subject) {
        all.push_back(**subject);
      }
    }
  }
  return all;
}

void OwnVotes::forget_up_to(View floor) {
  std::erase_if(cast_, [&](const auto& entry) { return entry.first <= floor; });
  std::erase_if(signed_, [&](const auto& entry) { return entry.first.view <= floor; });
  std::erase_if(asked_, [&](const auto& entry) { return entry.first.view <= floor; });
}

}  // namespace vitalstream::consensus
