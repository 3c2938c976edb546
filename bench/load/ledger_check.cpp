#include "bench/load/ledger_check.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace vitalstream::bench {
namespace {

constexpr std::chrono::seconds kRoundPause{1};
constexpr std::chrono::milliseconds kTick{2};
// A round that has not got all its answers by then leaves the rest to the next.
constexpr std::chrono::seconds kRoundMax{20};

}  // namespace

LedgerCheck::LedgerCheck(boost::asio::io_context& context, ConnectionPool& pool,
                         const TransactionMaker& maker, const std::vector<SignedRecord>& records)
    : context_(context), pool_(pool), maker_(maker), records_(records) {}

LedgerVerdict LedgerCheck::run(const std::vector<Sent>& sent, LookupBounds bounds) {
  pool_.set_sink(*this);
  choose(sent, bounds.lookups_max);
  const std::uint64_t looked_up = wanted_.size();
  for (int round = 0; round < bounds.rounds_max && !wanted_.empty(); ++round) {
    if (round > 0) {
      std::this_thread::sleep_for(kRoundPause);
    }
    run_round(sent);
  }
  return {.looked_up = looked_up, .lost = wanted_.size()};
}

void LedgerCheck::choose(const std::vector<Sent>& sent, std::size_t lookups_max) {
  const auto positive = static_cast<std::size_t>(
      std::ranges::count(sent, Fate::Positive, [](const Sent& each) { return each.fate; }));
  const std::size_t step = lookups_max == 0 ? positive + 1 : positive / lookups_max + 1;
  lookups_.assign(sent.size(), Lookup::None);
  std::size_t seen = 0;
  for (std::size_t number = 0; number < sent.size(); ++number) {
    if (sent[number].fate == Fate::Positive && seen++ % step == 0 && lookups_max != 0) {
      wanted_.push_back(number);
      lookups_[number] = Lookup::Wanted;
    }
  }
}

void LedgerCheck::run_round(const std::vector<Sent>& sent) {
  const auto numbers = std::exchange(wanted_, {});
  const auto deadline = std::chrono::steady_clock::now() + kRoundMax;
  std::size_t asked = 0;
  while ((asked < numbers.size() || open_ > 0) && std::chrono::steady_clock::now() < deadline) {
    Connection* connection = nullptr;
    while (asked < numbers.size() &&
           (connection = other_than(sent[numbers[asked]].validator)) != nullptr) {
      ask(*connection, numbers[asked++]);
    }
    context_.restart();
    context_.run_for(kTick);
  }
  // Those still open count as not found, unless their answers come in a later round.
  wanted_.clear();
  for (const std::uint64_t number : numbers) {
    if (lookups_[number] != Lookup::Found) {
      wanted_.push_back(number);
    }
  }
}

void LedgerCheck::ask(Connection& connection, std::uint64_t number) {
  request_.clear();
  maker_.append_get_status(request_, number, records_[number]);
  connection.append_request(number, request_);
  connection.flush();
  lookups_[number] = Lookup::Asked;
  ++open_;
}

Connection* LedgerCheck::other_than(std::size_t validator) {
  for (std::size_t step = 1; step < pool_.validators(); ++step) {
    Connection* connection = pool_.of((validator + step) % pool_.validators());
    if (connection != nullptr) {
      return connection;
    }
  }
  return pool_.validators() == 1 ? pool_.of(validator) : nullptr;
}

void LedgerCheck::on_answer(Connection&, const Answer& answer) {
  // The late answer to a submission of the run itself is none to a question.
  if (lookups_[answer.id] != Lookup::Asked) {
    return;
  }
  --open_;
  lookups_[answer.id] = answer.is_positive("committed") ? Lookup::Found : Lookup::Wanted;
}

void LedgerCheck::on_unanswered(Connection&, std::uint64_t id) {
  if (lookups_[id] == Lookup::Asked) {
    --open_;
    lookups_[id] = Lookup::Wanted;
  }
}

}  // namespace vitalstream::bench
