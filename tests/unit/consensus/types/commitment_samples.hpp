#pragma once
// One statement of each kind about the right to sign (C15), no field at its default.

#include "samples.hpp"

namespace vitalstream::consensus::testing {

inline LaneKey sample_process() {
  return {ValidatorId{20}, Incarnation{2}, sample_key(0x88), Bytes(64, 0xCD)};
}

inline Question sample_question() {
  return {Epoch{1},
          sample_process(),
          7,
          {Mark{0x1111}, Mark{0}, Mark{0x3333}, Mark{0x4444}},
          {ValidatorIndex{0}, ValidatorIndex{3}},
          Bytes(64, 0xEE)};
}

inline Answer sample_answer() {
  Answer answer;
  answer.epoch = Epoch{1};
  answer.process = sample_process();
  answer.asker = ValidatorIndex{2};
  answer.asked_by = sample_digest<ProcessDigest>(0x44);
  answer.number = 7;
  answer.mark = Mark{0x5555};
  answer.commits = true;
  answer.own_highest = View{9};
  answer.floor = View{8};
  answer.shown = {sample_vote()};
  answer.signature = Bytes(64, 0xFF);
  return answer;
}

inline Over sample_over() { return {sample_process(), Bytes(64, 0xAA)}; }

}  // namespace vitalstream::consensus::testing
