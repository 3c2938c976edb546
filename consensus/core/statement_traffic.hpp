#pragma once
// StatementTraffic: what the statements of C15 may cost, and where an answer goes back to. Each is
// signed, so each costs whoever hears it a verification: one that cannot be news is dropped before,
// and a peer gets no more than a few through. A question is passed on once, and twice a second at
// most; an answer goes back to the asker if its question was passed on to the answerer. Owned by
// Replica.

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
  [[nodiscard]] const std::optional<Answer>& last_answer(ValidatorIndex asker) const;

  // Whether a question may be passed on to these now.
  [[nodiscard]] bool pass_on(ValidatorIndex asker, std::uint64_t number,
                             const std::vector<ValidatorIndex>& unheard, Instant now);
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
  struct Asker {
    ProcessDigest process;
    std::uint64_t number = 0;
    std::set<ValidatorIndex> ways;  // by which it came
    std::optional<Answer> answer;
    std::map<std::uint64_t, std::set<ValidatorIndex>> passed_on;  // by number, to whom
    std::optional<Bucket> passing;
  };

  [[nodiscard]] static bool take_from(std::optional<Bucket>& bucket, const BucketSize& size,
                                      Instant now);

  Duration period_;
  std::vector<Asker> askers_;
  std::map<Way, std::optional<Bucket>> questions_;
  std::map<Way, std::uint64_t> answers_;
};

}  // namespace vitalstream::consensus
