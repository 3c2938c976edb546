// Lies about the right to sign (C15): questions that cost, statements that are false or nobody's,
// and processes that are over and go on.
#include <memory>

#include "tests/byzantine/peer/flood.hpp"
#include "tests/byzantine/peer/own_process.hpp"

namespace vitalstream::byzantine {
namespace {

constexpr std::size_t kSignatureBytes = 64;

Bytes question(Liar& liar) { return encode(liar.process().question()); }

Bytes question_of_new_process(Liar& liar) { return encode(OwnProcess(liar.identity()).question()); }

// Asks that everybody be asked for it.
Bytes question_to_pass_on(Liar& liar) {
  consensus::Question asked = liar.process().question();
  for (std::uint16_t index = 0; index < liar.identity().set.size(); ++index) {
    asked.unheard.push_back(consensus::ValidatorIndex{index});
  }
  return encode(liar.process().sign(asked));
}

Bytes unsigned_question(Liar& liar) {
  consensus::Question asked = liar.process().question();
  asked.signature = Bytes(kSignatureBytes, 1);
  return encode(asked);
}

// Validator 1 is said to ask, by a process that it never certified.
Bytes question_of_another(Liar& liar) {
  consensus::Question asked = liar.process().question();
  asked.process.lane = consensus::ValidatorId{1};
  return encode(liar.process().sign(asked));
}

// To validator 1, which has not asked.
consensus::Answer unasked(Liar& liar) {
  consensus::Question asked = liar.process().question();
  asked.process.lane = consensus::ValidatorId{1};
  return liar.process().answer(asked, liar.follower().view(), consensus::View{});
}

Bytes unasked_answer(Liar& liar) { return encode(unasked(liar)); }

Bytes unsigned_answer(Liar& liar) {
  consensus::Answer answer = unasked(liar);
  answer.signature = Bytes(kSignatureBytes, 1);
  return encode(answer);
}

Bytes over_and_on(Liar& liar) { return encode(liar.process().over()); }

Bytes over_of_another(Liar& liar) {
  consensus::Over over = liar.process().over();
  over.process.lane = consensus::ValidatorId{1};
  return encode(liar.process().sign(over));
}

}  // namespace

std::vector<Row> right_rows() {
  return {
      flood_row("right-questions", "Asks again and again whether it may sign", 2'000, Target::All,
                &question),
      flood_row("right-new-processes", "Asks each time as another process of its own", 500,
                Target::All, &question_of_new_process),
      flood_row("right-pass-on", "Asks that each of its questions be passed on to all", 1'000,
                Target::All, &question_to_pass_on),
      flood_row("right-unsigned-questions", "Questions with a false signature", 1'000, Target::All,
                &unsigned_question),
      flood_row("right-questions-of-another", "Questions of a process that another never had",
                1'000, Target::All, &question_of_another),
      flood_row("right-unasked-answers", "Answers that validator 1 has not asked for", 2'000,
                Target::All, &unasked_answer),
      flood_row("right-unsigned-answers", "Answers with a false signature", 2'000, Target::All,
                &unsigned_answer),
      flood_row("right-over", "Says that its process is over, and goes on", 1'000, Target::All,
                &over_and_on),
      flood_row("right-over-of-another", "Says that another's process is over", 1'000, Target::All,
                &over_of_another),
  };
}

}  // namespace vitalstream::byzantine
