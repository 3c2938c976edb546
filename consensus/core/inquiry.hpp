#pragma once
// Inquiry: what this process has asked, and who commits to it (C15). It asks all others every
// period, and soon again when an answer brought no more than a mark. A commitment counts for USE
// from when its question was asked, by the own clock: however long the answer took, the answerer
// commits to nobody else before that time is over. Owned by RightToSign.

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "consensus/types/commitment.hpp"

namespace vitalstream::consensus {

class Inquiry {
 public:
  struct Rules {
    Duration period;  // between two questions
    Duration use;     // so long a commitment counts
  };
  // Without `own` there is nobody to ask for.
  Inquiry(std::size_t validators, std::optional<ValidatorIndex> own, Rules rules);

  void start(Instant now);
  // It never asks again.
  void end();
  // When the next question is due; nothing after the end.
  [[nodiscard]] std::optional<Instant> due() const { return due_; }
  // Number, marks and who is unheard; the rest is the caller's. The next is due a period later.
  [[nodiscard]] Question ask(Instant now);
  // Somebody could not hear the last one, or could not commit for lack of a mark.
  void ask_soon(Instant now);

  // The number is of a question that may still count, and this one has not answered it yet.
  [[nodiscard]] bool awaits(ValidatorIndex answerer, std::uint64_t number, Instant now) const;
  void take(ValidatorIndex answerer, const Answer& answer, Instant now);

  [[nodiscard]] std::size_t committed(Instant now) const;
  // When fewer than `needed` are left, if nobody commits again; nothing if they are that already.
  [[nodiscard]] std::optional<Instant> lasts_until(std::size_t needed, Instant now) const;

 private:
  struct Other {
    Mark mark;                        // the last one it told
    Mark named;                       // in the last question
    std::uint64_t answered = 0;       // the number of its newest answer
    std::optional<Instant> asked_at;  // of the newest question that it committed in answer to
  };

  [[nodiscard]] bool counts(const Other& other, Instant now) const {
    return other.asked_at && now - *other.asked_at < rules_.use;
  }

  Rules rules_;
  std::optional<ValidatorIndex> own_;
  std::vector<Other> others_;
  std::map<std::uint64_t, Instant> asked_;  // those that may still count
  std::uint64_t number_ = 0;
  Instant started_;
  std::optional<Instant> last_;
  std::optional<Instant> due_;
};

}  // namespace vitalstream::consensus
