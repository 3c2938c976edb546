#include "consensus/core/seen_votes.hpp"

#include <algorithm>
#include <utility>

namespace vitalstream::consensus {
namespace {

// Of a higher view than those, or of their view and a kind that is not among them.
bool adds_to(const std::vector<Vote>& votes, const VoteSubject& subject) {
  if (votes.empty() || votes[0].subject.view != subject.view) {
    return votes.empty() || votes[0].subject.view < subject.view;
  }
  return std::ranges::none_of(votes,
                              [&](const Vote& vote) { return vote.subject.kind == subject.kind; });
}

void put(std::vector<Vote>& votes, const Vote& vote) {
  if (!adds_to(votes, vote.subject)) {
    return;
  }
  if (!votes.empty() && votes[0].subject.view < vote.subject.view) {
    votes.clear();
  }
  votes.push_back(vote);
}

}  // namespace

bool SeenVotes::is_news(const VoteSubject& subject, ValidatorIndex signer) const {
  return adds_to(of_[signer.value()].proven, subject);
}

void SeenVotes::add_unverified(const Vote& vote) {
  if (is_news(vote.subject, vote.signer)) {
    put(of_[vote.signer.value()].unproven, vote);
  }
}

void SeenVotes::add_verified(const Vote& vote) { put(of_[vote.signer.value()].proven, vote); }

void SeenVotes::hear(ValidatorIndex signer, View view) {
  heard_[signer.value()] = std::max(heard_[signer.value()], view);
}

void SeenVotes::add(const Certificate& certificate) {
  for (const SignerSignature& one : certificate.signatures) {
    if (is_news(certificate.subject, one.signer)) {
      add_verified({certificate.subject, one.signer, one.signature});
    }
  }
}

std::vector<Vote> SeenVotes::take_unverified(ValidatorIndex signer) {
  OfOne& one = of_[signer.value()];
  std::vector<Vote> taken = std::exchange(one.unproven, {});
  std::erase_if(taken, [&](const Vote& vote) { return !is_news(vote.subject, signer); });
  one.verifying.insert(one.verifying.end(), taken.begin(), taken.end());
  return taken;
}

bool SeenVotes::is_verifying(ValidatorIndex signer) const {
  return !of_[signer.value()].verifying.empty();
}

void SeenVotes::verified(const Vote& vote) { std::erase(of_[vote.signer.value()].verifying, vote); }

const std::vector<Vote>& SeenVotes::proven(ValidatorIndex signer) const {
  return of_[signer.value()].proven;
}

}  // namespace vitalstream::consensus
