#include "consensus/core/record_guard.hpp"

#include <algorithm>

namespace vitalstream::consensus {

std::size_t answers_needed(const ValidatorSet& set) {
  return set.faulty_max() == 0 ? set.size() - 1 : 2 * set.faulty_max() + 1;
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

// What has been shown once is proved: who shows it may forget it in a restart.
void RecordGuard::take(ValidatorIndex from, const Answer& answer) {
  const View shown = answer.shown.empty() ? View{0} : answer.shown[0].subject.view;
  Told& told = answers_[from];
  told = Told{answer.own_highest, answer.floor, std::max(told.shown, shown)};
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
    const View named = std::max(answer.own_highest.value_or(View{0}), answer.shown);
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

std::optional<NewRecord> RecordGuard::conclude_of_all(Epoch epoch, std::size_t others) const {
  if (!is_waiting()) {
    return std::nullopt;
  }
  View shown;
  for (const auto& [from, answer] : answers_) {
    if (!answer.own_highest) {
      return std::nullopt;
    }
    shown = std::max(shown, answer.shown);
  }
  return answers_.size() < others ? std::nullopt : std::optional(NewRecord{epoch, shown});
}

// A shown vote proves itself, so that one is enough, and no liar can keep a network from being born
// by claiming any.
std::optional<NewRecord> RecordGuard::conclude_birth(Epoch epoch, BirthQuorum quorum) const {
  const auto is_newborn = [](const auto& entry) {
    return entry.second.own_highest && entry.second.floor == View{0};
  };
  if (state_ != RecordState::Unproven || witnesses_above(View{0}) > 0) {
    return std::nullopt;
  }
  const auto newborn = static_cast<std::size_t>(std::ranges::count_if(answers_, is_newborn));
  const bool concludes =
      newborn >= quorum.others || (newborn >= quorum.enough && quorum.is_patience_over);
  return concludes ? std::optional(NewRecord{epoch, View{0}}) : std::nullopt;
}

std::size_t RecordGuard::witnesses_above(View view) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(answers_, [&](const auto& one) { return one.second.shown > view; }));
}

}  // namespace vitalstream::consensus
