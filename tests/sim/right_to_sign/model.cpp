#include "tests/sim/right_to_sign/model.hpp"

#include <algorithm>

namespace vitalstream::sim {
namespace {

using namespace consensus;

// The validator whose right it is comes last, so that an answerer's number is its index.
ValidatorIndex index_of(std::size_t answerer) {
  return ValidatorIndex{static_cast<std::uint16_t>(answerer)};
}

Hash32 filled(std::uint64_t number) {
  Hash32 bytes{};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return bytes;
}

constexpr std::size_t kHoardedMax = 64;

}  // namespace

RightModel::RightModel(const ModelOptions& options) : options_(options), prng_(options.seed) {
  answerers_.resize(options.validators - 1);
  for (std::size_t i = 0; i < answerers_.size(); ++i) {
    answerers_[i].rate = draw_rate();
    answerers_[i].lies = i < options.liars;
    answerers_[i].is_dead = i + options.dead >= answerers_.size();
    boot_answerer(answerers_[i]);
  }
  if (options.flaps) {
    flap();
  }
  if (options.hoards) {
    repeat_hoarded();
  }
}

double RightModel::draw_rate() { return 1 + options_.drift * (2 * prng_.unit() - 1); }

// Some minutes after the machine was started.
Instant RightModel::local(double rate) const {
  return Instant{1'000'000'000 +
                 static_cast<std::int64_t>(static_cast<double>(queue_.now().value()) * rate)};
}

// Most packets take milliseconds, and some so long that a commitment ends before.
Duration RightModel::delay() {
  return options_.has_good_links || prng_.chance(0.9)
             ? prng_.between(microseconds(200), milliseconds(20))
             : prng_.between(milliseconds(20), milliseconds(4'000));
}

std::size_t RightModel::needed() const {
  const std::size_t faulty_max = (options_.validators - 1) / 3;
  return options_.validators - faulty_max - 1;
}

void RightModel::boot_answerer(Answerer& answerer) {
  const ValidatorIndex asker = index_of(answerers_.size());
  auto commitments =
      std::make_unique<Commitments>(options_.validators, filled(++starts_), options_.hold);
  if (answerer.commitments && answerer.commitments->given(asker)) {
    const auto& given = *answerer.commitments->given(asker);
    commitments->restore(asker, given.process, given.is_over);
  }
  commitments->start(local(answerer.rate), Commitments::Memory::Whole);
  answerer.commitments = std::move(commitments);
  answerer.traffic = std::make_unique<StatementTraffic>(options_.validators, options_.ask_period);
}

std::size_t RightModel::start_process() {
  const std::size_t number = processes_.size();
  const ValidatorIndex own = index_of(answerers_.size());
  processes_.push_back(std::make_unique<Process>(
      Process{ProcessDigest{filled(number + 1)},
              draw_rate(),
              Inquiry(options_.validators, own, {options_.ask_period, options_.use}),
              true,
              {},
              0}));
  processes_.back()->inquiry.start(local(processes_.back()->rate));
  wake_when_due(number);
  return number;
}

void RightModel::kill(std::size_t process) { processes_[process]->is_alive = false; }

void RightModel::say_over(std::size_t process) {
  Process& one = *processes_[process];
  one.is_alive = false;
  for (std::size_t i = 0; i < answerers_.size(); ++i) {
    if (!one.broken.contains(i)) {
      queue_.after(delay(), [this, i, digest = one.digest] {
        static_cast<void>(answerers_[i].commitments->end(index_of(answerers_.size()), digest));
      });
    }
  }
}

void RightModel::set_link(std::size_t process, std::size_t answerer, bool is_up) {
  if (is_up) {
    processes_[process]->broken.erase(answerer);
  } else {
    processes_[process]->broken.insert(answerer);
  }
}

void RightModel::restart_answerer(std::size_t answerer) { boot_answerer(answerers_[answerer]); }

bool RightModel::holds(std::size_t process) const {
  const Process& one = *processes_[process];
  return one.is_alive && one.inquiry.committed(local(one.rate)) >= needed();
}

std::size_t RightModel::holders() const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    count += holds(i) ? 1U : 0U;
  }
  return count;
}

void RightModel::run_for(Duration length) {
  const Instant end = queue_.now() + length;
  queue_.at(end, [] {});
  while (queue_.now() < end && queue_.run_one()) {
  }
}

void RightModel::wake_when_due(std::size_t process) {
  Process& one = *processes_[process];
  const auto due = one.inquiry.due();
  if (!due || !one.is_alive) {
    return;
  }
  const auto wait = static_cast<double>((*due - local(one.rate)).value()) / one.rate;
  const std::uint64_t wake = ++one.wake;
  queue_.after(std::max(Duration{1}, Duration{static_cast<std::int64_t>(wait) + 1}),
               [this, process, wake] {
                 if (processes_[process]->is_alive && processes_[process]->wake == wake) {
                   ask(process);
                 }
               });
}

void RightModel::ask(std::size_t process) {
  Process& one = *processes_[process];
  const Instant now = local(one.rate);
  if (one.inquiry.due() && now >= *one.inquiry.due()) {
    const Question question = one.inquiry.ask(now);
    for (std::size_t i = 0; i < answerers_.size(); ++i) {
      send_question(process, i, question);
    }
  }
  wake_when_due(process);
}

void RightModel::send_question(std::size_t process, std::size_t to, const Question& question) {
  if (options_.hoards && prng_.chance(0.5) && hoarded_.size() < kHoardedMax) {
    hoarded_.emplace_back(process, question);
  }
  if (!processes_[process]->broken.contains(to)) {
    queue_.after(delay(), [this, to, process, question] {
      hear_question(to, process, question, std::nullopt);
    });
  }
}

void RightModel::hear_question(std::size_t to, std::size_t process, const Question& question,
                               std::optional<std::size_t> via) {
  Answerer& one = answerers_[to];
  if (one.is_dead) {
    return;
  }
  const ValidatorIndex asker = index_of(answerers_.size());
  const ProcessDigest& digest = processes_[process]->digest;
  const ValidatorIndex from = via ? index_of(*via) : asker;
  switch (one.traffic->note({from, asker}, digest, question.number)) {
    case StatementTraffic::Novelty::Old:
      return;
    case StatementTraffic::Novelty::Again:
      send_answer(to, process, *one.traffic->last_answer(asker, digest), via);
      return;
    case StatementTraffic::Novelty::First:
      break;
  }
  const Answer answer = answer_to(one, process, question);
  one.traffic->answered(asker, answer);
  send_answer(to, process, answer, via);
  if (!via) {
    pass_on(to, process, question);
  }
}

void RightModel::pass_on(std::size_t from, std::size_t process, const Question& question) {
  Answerer& one = answerers_[from];
  const ValidatorIndex asker = index_of(answerers_.size());
  std::vector<ValidatorIndex> unheard = question.unheard;
  std::erase(unheard, index_of(from));
  if (!one.traffic->pass_on(asker, processes_[process]->digest, question.number, unheard,
                            local(one.rate))) {
    return;
  }
  for (const ValidatorIndex index : unheard) {
    const std::size_t to = index.value();
    if (!broken_between_.contains({std::min(from, to), std::max(from, to)})) {
      queue_.after(delay(), [this, to, process, question, from] {
        hear_question(to, process, question, from);
      });
    }
  }
}

Answer RightModel::answer_to(Answerer& one, std::size_t process, const Question& question) {
  const ValidatorIndex asker = index_of(answerers_.size());
  const ProcessDigest& digest = processes_[process]->digest;
  const std::size_t own = static_cast<std::size_t>(&one - answerers_.data());
  const Instant now = local(one.rate);
  Answer answer;
  answer.asker = asker;
  answer.asked_by = digest;
  answer.number = question.number;
  answer.commits = one.lies || one.commitments->may_commit(asker, digest, question.marks[own], now);
  if (answer.commits) {
    static_cast<void>(one.commitments->commit(asker, digest, now));
  }
  answer.mark = one.commitments->mark(asker);
  return answer;
}

void RightModel::send_answer(std::size_t from, std::size_t process, const Answer& answer,
                             std::optional<std::size_t> via) {
  const std::size_t last = via.value_or(from);
  if (via && broken_between_.contains({std::min(from, *via), std::max(from, *via)})) {
    return;
  }
  const Duration way = via ? delay() : Duration{};
  queue_.after(way, [this, from, last, process, answer, via] {
    if (via && !answerers_[*via].traffic->goes_back(index_of(from), answer)) {
      return;
    }
    if (!processes_[process]->broken.contains(last)) {
      queue_.after(delay(), [this, from, process, answer] { hear_answer(process, from, answer); });
    }
  });
}

void RightModel::hear_answer(std::size_t process, std::size_t answerer, const Answer& answer) {
  Process& one = *processes_[process];
  if (!one.is_alive) {
    return;
  }
  one.inquiry.take(index_of(answerer), answer, local(one.rate));
  was_held_twice_ = was_held_twice_ || holders() > 1;
  wake_when_due(process);
}

// Links of all kinds break and come back, and an answerer starts anew from its record.
void RightModel::flap() {
  queue_.after(prng_.between(milliseconds(200), seconds(3)), [this] {
    const std::size_t answerer = prng_.below(answerers_.size());
    if (!processes_.empty() && prng_.chance(0.7)) {
      set_link(prng_.below(processes_.size()), answerer, prng_.chance(0.6));
    }
    const std::size_t other = prng_.below(answerers_.size());
    const auto link = std::minmax(answerer, other);
    if (prng_.chance(0.5)) {
      broken_between_.insert(link);
    } else {
      broken_between_.clear();
    }
    if (prng_.chance(0.1)) {
      restart_answerer(answerer);
    }
    flap();
  });
}

// A question that was kept back comes by a peer that passes it on, the oldest first: only a later
// one than it has heard is news to who is asked.
void RightModel::repeat_hoarded() {
  queue_.after(prng_.between(milliseconds(50), milliseconds(500)), [this] {
    if (!hoarded_.empty()) {
      const auto& [process, question] = hoarded_[next_hoarded_++ % hoarded_.size()];
      const std::size_t to = prng_.below(answerers_.size());
      hear_question(to, process, question, (to + 1) % answerers_.size());
    }
    repeat_hoarded();
  });
}

}  // namespace vitalstream::sim
