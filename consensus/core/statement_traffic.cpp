#include "consensus/core/statement_traffic.hpp"

#include <algorithm>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

StatementTraffic::StatementTraffic(std::size_t validators, Duration period)
    : period_(period), askers_(validators) {}

bool StatementTraffic::take_from(std::optional<Bucket>& bucket, const BucketSize& size,
                                 Instant now) {
  if (!bucket) {
    bucket = Bucket{size.most, now};
  }
  const std::int64_t more = (now - bucket->filled).value() / size.refill.value();
  if (bucket->left + more >= size.most) {
    *bucket = Bucket{size.most, now};
  } else if (more > 0) {
    *bucket = Bucket{bucket->left + more, bucket->filled + size.refill * more};
  }
  if (bucket->left == 0) {
    return false;
  }
  bucket->left -= 1;
  return true;
}

bool StatementTraffic::may_verify(Way way, const ProcessDigest& process, std::uint64_t number,
                                  Instant now) {
  const Asker& known = askers_[way.maker.value()];
  const bool is_old = number < known.number ||
                      (number == known.number && known.ways.contains(way.from));
  if (known.process == process && is_old) {
    return false;
  }
  const Duration half{period_.value() / 2};
  const BucketSize size = way.from == way.maker
                              ? BucketSize{kQuestionsAtOnceMax, half}
                              : BucketSize{kPassedOnAtOnceMax, period_};
  return take_from(questions_[way], size, now);
}

bool StatementTraffic::may_verify(Way way, std::uint64_t number) {
  std::uint64_t& last = answers_[way];
  if (number <= last) {
    return false;
  }
  last = number;
  return true;
}

StatementTraffic::Novelty StatementTraffic::note(Way way, const ProcessDigest& process,
                                                 std::uint64_t number) {
  Asker& known = askers_[way.maker.value()];
  if (known.process == process && number < known.number) {
    return Novelty::Old;
  }
  if (known.process == process && number == known.number) {
    return known.ways.insert(way.from).second ? Novelty::Again : Novelty::Old;
  }
  if (known.process != process) {
    known.passed_on.clear();
  }
  known.process = process;
  known.number = number;
  known.ways = {way.from};
  known.answer.reset();
  return Novelty::First;
}

void StatementTraffic::answered(ValidatorIndex asker, const Answer& answer) {
  askers_[asker.value()].answer = answer;
}

const std::optional<Answer>& StatementTraffic::last_answer(ValidatorIndex asker) const {
  return askers_[asker.value()].answer;
}

bool StatementTraffic::pass_on(ValidatorIndex asker, std::uint64_t number,
                               const std::vector<ValidatorIndex>& unheard, Instant now) {
  Asker& known = askers_[asker.value()];
  if (unheard.empty() || !take_from(known.passing, {kPassedOnAtOnceMax, period_}, now)) {
    return false;
  }
  known.passed_on.emplace(number, std::set(unheard.begin(), unheard.end()));
  while (known.passed_on.size() > kPassedOnKeptMax) {
    known.passed_on.erase(known.passed_on.begin());
  }
  return true;
}

bool StatementTraffic::goes_back(ValidatorIndex answerer, const Answer& answer) {
  Asker& known = askers_[answer.asker.value()];
  const auto passed = known.passed_on.find(answer.number);
  return known.process == answer.asked_by && passed != known.passed_on.end() &&
         passed->second.erase(answerer) > 0;
}

}  // namespace vitalstream::consensus
