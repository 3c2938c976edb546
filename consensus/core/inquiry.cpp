#include "consensus/core/inquiry.hpp"

#include <algorithm>
#include <functional>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

Inquiry::Inquiry(std::size_t validators, std::optional<ValidatorIndex> own, Rules rules)
    : rules_(rules), own_(own), others_(validators) {}

void Inquiry::start(Instant now) {
  started_ = now;
  if (own_ && others_.size() > 1) {
    due_ = now;
  }
}

void Inquiry::end() { due_.reset(); }

Question Inquiry::ask(Instant now) {
  Question question;
  question.number = ++number_;
  for (std::size_t i = 0; i < others_.size(); ++i) {
    Other& other = others_[i];
    other.named = other.mark;
    question.marks.push_back(other.mark);
    const ValidatorIndex index{static_cast<std::uint16_t>(i)};
    const Duration unheard = now - other.asked_at.value_or(started_);
    if (index != own_ && unheard >= rules_.period * kUnheardPeriods) {
      question.unheard.push_back(index);
    }
  }
  std::erase_if(asked_, [&](const auto& one) { return now - one.second >= rules_.use; });
  asked_.emplace(number_, now);
  last_ = now;
  due_ = now + rules_.period;
  return question;
}

// Answers that bring marks come one by one, and one question is to name them all.
void Inquiry::ask_soon(Instant now) {
  if (due_) {
    const Duration pause{rules_.period.value() / kQuestionsPerPeriodMax};
    const Instant soon = last_ ? std::max(now, *last_ + pause) : now;
    due_ = std::min(*due_, soon);
  }
}

bool Inquiry::awaits(ValidatorIndex answerer, std::uint64_t number, Instant now) const {
  const auto asked = asked_.find(number);
  return asked != asked_.end() && now - asked->second < rules_.use &&
         number > others_[answerer.value()].answered;
}

void Inquiry::take(ValidatorIndex answerer, const Answer& answer, Instant now) {
  if (!awaits(answerer, answer.number, now)) {
    return;
  }
  Other& other = others_[answerer.value()];
  other.answered = answer.number;
  other.mark = answer.mark;
  if (answer.commits) {
    other.asked_at = asked_.at(answer.number);
    return;
  }
  // One that has just committed has a newer mark than a question on its way could name.
  const bool has_just = other.asked_at && now - *other.asked_at < rules_.period;
  if (other.mark != other.named && !has_just) {
    ask_soon(now);
  }
}

std::size_t Inquiry::committed(Instant now) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(others_, [&](const Other& other) { return counts(other, now); }));
}

std::optional<Instant> Inquiry::lasts_until(std::size_t needed, Instant now) const {
  std::vector<Instant> ends;
  for (const Other& other : others_) {
    if (counts(other, now)) {
      ends.push_back(*other.asked_at + rules_.use);
    }
  }
  if (needed == 0 || ends.size() < needed) {
    return std::nullopt;
  }
  std::ranges::sort(ends, std::greater<>());
  return ends[needed - 1];
}

}  // namespace vitalstream::consensus
