#include "consensus/core/statement_traffic.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

StatementTraffic::StatementTraffic(std::size_t validators, Duration period)
    : period_(period), askers_(validators), checks_(validators) {}

bool StatementTraffic::has_place(ValidatorIndex from) const {
  return checks_[from.value()] < kStatementChecksMax;
}

void StatementTraffic::end_check(ValidatorIndex from) {
  std::size_t& under_way = checks_[from.value()];
  under_way -= std::min<std::size_t>(under_way, 1);
}

StatementTraffic::Process* StatementTraffic::find(ValidatorIndex asker,
                                                  const ProcessDigest& process) {
  std::vector<Process>& known = askers_[asker.value()].processes;
  const auto found = std::ranges::find(known, process, &Process::digest);
  return found == known.end() ? nullptr : &*found;
}

StatementTraffic::Process& StatementTraffic::renew(ValidatorIndex asker,
                                                   const ProcessDigest& process) {
  std::vector<Process>& known = askers_[asker.value()].processes;
  const auto found = std::ranges::find(known, process, &Process::digest);
  if (found != known.end()) {
    std::rotate(found, std::next(found), known.end());
    return known.back();
  }
  if (known.size() == kAskingProcessesMax) {
    known.erase(known.begin());
  }
  known.push_back({process, 0, {}, {}, {}});
  return known.back();
}

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
  const Process* known = find(way.maker, process);
  if (known != nullptr &&
      (number < known->number || (number == known->number && known->ways.contains(way.from)))) {
    return false;
  }
  const Duration half{period_.value() / 2};
  const BucketSize size = way.from == way.maker ? BucketSize{kQuestionsAtOnceMax, half}
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
  const Process* before = find(way.maker, process);
  const bool is_known = before != nullptr;
  if (is_known && number < before->number) {
    return Novelty::Old;
  }
  Process& known = renew(way.maker, process);
  if (is_known && number == known.number) {
    return known.ways.insert(way.from).second ? Novelty::Again : Novelty::Old;
  }
  known.number = number;
  known.ways = {way.from};
  known.answer.reset();
  return Novelty::First;
}

void StatementTraffic::answered(ValidatorIndex asker, const Answer& answer) {
  if (Process* known = find(asker, answer.asked_by)) {
    known->answer = answer;
  }
}

std::optional<Answer> StatementTraffic::last_answer(ValidatorIndex asker,
                                                    const ProcessDigest& process) {
  const Process* known = find(asker, process);
  return known == nullptr ? std::nullopt : known->answer;
}

bool StatementTraffic::pass_on(ValidatorIndex asker, const ProcessDigest& process,
                               std::uint64_t number, const std::vector<ValidatorIndex>& unheard,
                               Instant now) {
  Process* known = find(asker, process);
  if (known == nullptr || unheard.empty() ||
      !take_from(askers_[asker.value()].passing, {kPassedOnAtOnceMax, period_}, now)) {
    return false;
  }
  known->passed_on.emplace(number, std::set(unheard.begin(), unheard.end()));
  while (known->passed_on.size() > kPassedOnKeptMax) {
    known->passed_on.erase(known->passed_on.begin());
  }
  return true;
}

bool StatementTraffic::goes_back(ValidatorIndex answerer, const Answer& answer) {
  Process* known = find(answer.asker, answer.asked_by);
  if (known == nullptr) {
    return false;
  }
  const auto passed = known->passed_on.find(answer.number);
  return passed != known->passed_on.end() && passed->second.erase(answerer) > 0;
}

}  // namespace vitalstream::consensus
