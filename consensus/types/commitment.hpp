#pragma once
// What processes of validators say to each other about the right to sign (C15): a process asks, the
// others answer whether they commit to it, and one that signs nothing more says that it is over.
// Each statement is signed by the process's key, so that a peer may pass it on. A process is known
// by the lane key made at its start, certified by its validator's key. Pure.

#include <cstdint>
#include <optional>
#include <vector>

#include "consensus/types/batch.hpp"
#include "consensus/types/vote.hpp"

namespace vitalstream::consensus {

// Names a process: the SHA-256 of what its certificate signs.
using ProcessDigest = Digest<struct ProcessTag>;
[[nodiscard]] ProcessDigest process_digest(const GenesisHash& genesis, const LaneKey& process);

// A number that nobody can guess, new at each commitment and at each start of its maker: a question
// that names it was asked after that. Zero: none is known.
using Mark = Strong<struct MarkTag, std::uint64_t>;

struct Question {
  Epoch epoch;
  LaneKey process;  // of the asker
  std::uint64_t number = 0;
  std::vector<Mark> marks;              // by index: the last one of each validator
  std::vector<ValidatorIndex> unheard;  // ascending: who has not committed for a while
  crypto::Signature signature;
  friend bool operator==(const Question&, const Question&) = default;
};

struct Answer {
  Epoch epoch;
  LaneKey process;       // of the answerer
  ValidatorIndex asker;  // whose question it answers
  ProcessDigest asked_by;
  std::uint64_t number = 0;
  Mark mark;  // to be named in the next question
  bool commits = false;
  std::optional<View> own_highest;  // the answerer's highest view voted in; none without a record
  View floor;                       // of the answerer: 0 in a network that is being born
  std::vector<Vote> shown;  // the asker's votes of the highest view known: each proves itself
  crypto::Signature signature;
  friend bool operator==(const Answer&, const Answer&) = default;
};

// It has signed its last vote and never asks again.
struct Over {
  LaneKey process;
  crypto::Signature signature;
  friend bool operator==(const Over&, const Over&) = default;
};

// "vitalstream/question/v1" | genesis hash | epoch | process | number | marks | unheard.
[[nodiscard]] Bytes question_signing_bytes(const GenesisHash& genesis, const Question& question);
// "vitalstream/answer/v1" | genesis hash | epoch | answerer | asker | asking process | number |
// mark | commits | own highest | floor | subjects of the shown votes.
[[nodiscard]] Bytes answer_signing_bytes(const GenesisHash& genesis, const Answer& answer);
// "vitalstream/over/v1" | genesis hash | process.
[[nodiscard]] Bytes over_signing_bytes(const GenesisHash& genesis, const Over& over);

}  // namespace vitalstream::consensus
