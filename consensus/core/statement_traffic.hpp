#pragma once
// StatementTraffic: what the statements of C15 may cost, and where an answer goes back to. Each is
// signed, so each costs whoever hears it a verification: one that cannot be news is dropped before,
// and a peer gets no more than a few through, and fewer at once. A question is passed on once, and
// twice a second at most; an answer goes back to the asker if its question was passed on to the
// answerer. Of each validator several processes are known by what they asked last: a question of an
// earlier one, kept back by a liar, changes nothing for the one that runs. Owned by Replica.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/time.hpp"
#include "consensus/types/commitment.hpp"

namespace vitalstream::consensus {

class StatementTraffic {
 public:
  StatementTraffic(std::size_t validators, Duration period);

  // Who brings a statement, and whose it is.
  struct Way {
    ValidatorIndex from;
    ValidatorIndex maker;
    friend auto operator<=>(const Way&, const Way&) = default;
  };

  // Whatever it is, its verification begins: not while too many of this peer are under way.
  [[nodiscard]] bool has_place(ValidatorIndex from) const;
  void begin_check(ValidatorIndex from) { checks_[from.value()] += 1; }
  void end_check(ValidatorIndex from);
  // One was dropped because its sender had no place.
  void note_refused() { refused_ += 1; }
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

  // Before verification: a question that may be news.
  [[nodiscard]] bool may_verify(Way way, const ProcessDigest& process, std::uint64_t number,
                                Instant now);
  // The same of an answer to the own question; each number once by each way.
  [[nodiscard]] bool may_verify(Way way, std::uint64_t number);

  // After it. First: it is to be answered and passed on. Again: it came by another way, which the
  // answer takes as well. Old: neither.
  enum class Novelty { First, Again, Old };
  [[nodiscard]] Novelty note(Way way, const ProcessDigest& process, std::uint64_t number);
  void answered(ValidatorIndex asker, const Answer& answer);
  [[nodiscard]] std::optional<Answer> last_answer(ValidatorIndex asker,
                                                  const ProcessDigest& process);

  // Whether a question that was noted may be passed on to these now.
  [[nodiscard]] bool pass_on(ValidatorIndex asker, const ProcessDigest& process,
                             std::uint64_t number, const std::vector<ValidatorIndex>& unheard,
                             Instant now);
  // Whether the answer is to a question that was passed on to this answerer; true once.
  [[nodiscard]] bool goes_back(ValidatorIndex answerer, const Answer& answer);

 private:
  // So many at once, and one more in each stretch of time.
  struct Bucket {
    std::int64_t left = 0;
    Instant filled;
  };
  struct BucketSize {
    std::int64_t most = 0;
    Duration refill;
  };
  struct Process {
    ProcessDigest digest;
    std::uint64_t number = 0;       // of its newest question
    std::set<ValidatorIndex> ways;  // by which that came
    std::optional<Answer> answer;
    std::map<std::uint64_t, std::set<ValidatorIndex>> passed_on;  // by number, to whom
  };
  struct Asker {
    std::vector<Process> processes;  // whose question came last is the last
    std::optional<Bucket> passing;
  };

  // Nothing while it is not known.
  [[nodiscard]] Process* find(ValidatorIndex asker, const ProcessDigest& process);
  // It is the last from now on.
  [[nodiscard]] Process& renew(ValidatorIndex asker, const ProcessDigest& process);
  [[nodiscard]] static bool take_from(std::optional<Bucket>& bucket, const BucketSize& size,
                                      Instant now);

  Duration period_;
  std::vector<Asker> askers_;
  std::vector<std::size_t> checks_;  // under way, by who brought the statement
  std::map<Way, std::optional<Bucket>> questions_;
  std::map<Way, std::uint64_t> answers_;
  std::uint64_t refused_ = 0;
};

}  // namespace vitalstream::consensus
