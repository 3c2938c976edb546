#include "consensus/core/record_guard.hpp"

#include <algorithm>

namespace vitalstream::consensus {

std::size_t answers_needed(const ValidatorSet& set) {
  return std::min(2 * set.faulty_max() + 1, set.size() - 1);
}

void RecordGuard::restore(const NewRecord& record) {
  if (!record.vote_above) {
    state_ = RecordState::Asking;
  } else if (record.vote_above == View{0} && state_ == RecordState::Missing) {
    state_ = RecordState::Unproven;
  } else {
    state_ = RecordState::Established;
  }
  vote_above_ = std::max(vote_above_, record.vote_above.value_or(View{0}));
}

void RecordGuard::restore_vote() {
  if (state_ == RecordState::Unproven) {
    state_ = RecordState::Established;
  }
}

void RecordGuard::ask(std::uint64_t nonce) {
  first_nonce_ = nonce;
  nonce_ = nonce;
}

bool RecordGuard::take(ValidatorIndex from, const VotedViewResponse& answer, View own_highest) {
  const auto counts_from = counts_from_.find(from);
  if (answer.nonce < first_nonce_ || answer.nonce > nonce_ ||
      (counts_from != counts_from_.end() && answer.nonce < counts_from->second)) {
    return false;
  }
  answers_[from] = answer;
  if (answer.seen_of_asker <= own_highest) {
    borne_out_by_.insert(from);
  } else {
    borne_out_by_.erase(from);
  }
  return true;
}

void RecordGuard::compare_again(View own_highest) {
  for (const auto& [from, answer] : answers_) {
    const auto counts_from = counts_from_.find(from);
    const bool is_of_this_session =
        counts_from == counts_from_.end() || answer.nonce >= counts_from->second;
    if (is_of_this_session && answer.seen_of_asker <= own_highest) {
      borne_out_by_.insert(from);
    }
  }
}

void RecordGuard::end_session(ValidatorIndex peer) {
  nonce_ += 1;
  counts_from_[peer] = nonce_;
  borne_out_by_.erase(peer);
}

// Whoever has voted in a view sends, with its stuck report, a certificate that leads there (C12):
// so an answer far beyond the own view is a lie, or becomes plausible. A lie that counted would
// shut the asker out for as long as the liar pleases.
std::optional<NewRecord> RecordGuard::conclude(Epoch epoch, std::size_t needed,
                                               View plausible) const {
  if (!is_waiting()) {
    return std::nullopt;
  }
  std::size_t told = 0;
  View highest;
  for (const auto& [from, answer] : answers_) {
    const View named = std::max(answer.own_highest.value_or(View{0}), answer.seen_of_asker);
    if (named > plausible) {
      continue;
    }
    // One that is itself without a record does not count, but what it has seen does no harm.
    told += answer.own_highest ? 1U : 0U;
    highest = std::max(highest, named);
  }
  if (told < needed) {
    return std::nullopt;
  }
  // One view of margin: to have voted in w, the lost record entered it by a certificate of w-1 or
  // above, which an honest answerer signed.
  return NewRecord{epoch, next(highest)};
}

std::optional<NewRecord> RecordGuard::conclude_birth(Epoch epoch, BirthQuorum quorum) const {
  const auto is_newborn = [](const auto& entry) {
    const VotedViewResponse& answer = entry.second;
    return answer.own_highest && answer.highest_final == View{0} && answer.seen_of_asker == View{0};
  };
  // Of f+1 witnesses one is honest. Fewer may all be lying, and a liar must not keep a network from
  // being born; their answers do not count, and all others get the time to bear them out.
  if (state_ != RecordState::Unproven || contradicting(View{0}).size() > quorum.liars) {
    return std::nullopt;
  }
  const auto newborn = static_cast<std::size_t>(std::ranges::count_if(answers_, is_newborn));
  const bool concludes =
      newborn >= quorum.others || (newborn >= quorum.enough && quorum.is_patience_over);
  return concludes ? std::optional(NewRecord{epoch, View{0}}) : std::nullopt;
}

std::vector<ValidatorIndex> RecordGuard::contradicting(View own_highest) const {
  std::vector<ValidatorIndex> witnesses;
  for (const auto& [from, answer] : answers_) {
    if (answer.seen_of_asker > own_highest) {
      witnesses.push_back(from);
    }
  }
  return witnesses;
}

}  // namespace vitalstream::consensus
