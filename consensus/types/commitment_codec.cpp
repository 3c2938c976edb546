// The part of codec.hpp about the right to sign (C15).
#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {
namespace {

constexpr std::size_t kMarkBytes = 8;
constexpr std::size_t kIndexBytes = 2;
constexpr std::size_t kLeastVoteBytes = 1 + 8 + 8 + 2 + 2;

bool read_flag(ByteReader& reader) {
  const std::uint8_t flag = reader.u8();
  if (flag > 1) {
    reader.fail();
  }
  return flag == 1;
}

void write_highest(ByteWriter& writer, const std::optional<View>& highest) {
  writer.u8(highest ? 1 : 0);
  writer.u64(highest.value_or(View{}).value());
}

std::optional<View> read_highest(ByteReader& reader) {
  const bool is_there = read_flag(reader);
  const View view{reader.u64()};
  if (!is_there && view != View{}) {
    reader.fail();
  }
  return is_there ? std::optional(view) : std::nullopt;
}

}  // namespace

void write_lane_key(ByteWriter& writer, const LaneKey& key) {
  writer.u32(key.lane.value());
  writer.u64(key.incarnation.value());
  write_public_key(writer, key.key);
  write_signature(writer, key.signature);
}

LaneKey read_lane_key(ByteReader& reader) {
  LaneKey key;
  key.lane = ValidatorId{reader.u32()};
  key.incarnation = Incarnation{reader.u64()};
  key.key = read_public_key(reader);
  key.signature = read_signature(reader);
  return key;
}

void write_question(ByteWriter& writer, const Question& question) {
  writer.u64(question.epoch.value());
  write_lane_key(writer, question.process);
  writer.u64(question.number);
  writer.u16(static_cast<std::uint16_t>(question.marks.size()));
  for (const Mark mark : question.marks) {
    writer.u64(mark.value());
  }
  writer.u16(static_cast<std::uint16_t>(question.unheard.size()));
  for (const ValidatorIndex index : question.unheard) {
    writer.u16(index.value());
  }
  write_signature(writer, question.signature);
}

Question read_question(ByteReader& reader) {
  Question question;
  question.epoch = Epoch{reader.u64()};
  question.process = read_lane_key(reader);
  question.number = reader.u64();
  const std::size_t marks = reader.count16(kValidatorsMax, kMarkBytes);
  for (std::size_t i = 0; i < marks; ++i) {
    question.marks.emplace_back(reader.u64());
  }
  const std::size_t unheard = reader.count16(kValidatorsMax, kIndexBytes);
  for (std::size_t i = 0; i < unheard; ++i) {
    const ValidatorIndex index{reader.u16()};
    if (!question.unheard.empty() && index <= question.unheard.back()) {
      reader.fail();
    }
    question.unheard.push_back(index);
  }
  question.signature = read_signature(reader);
  return question;
}

void write_answer(ByteWriter& writer, const Answer& answer) {
  writer.u64(answer.epoch.value());
  write_lane_key(writer, answer.process);
  writer.u16(answer.asker.value());
  writer.digest(answer.asked_by);
  writer.u64(answer.number);
  writer.u64(answer.mark.value());
  writer.u8(answer.commits ? 1 : 0);
  write_highest(writer, answer.own_highest);
  writer.u64(answer.floor.value());
  writer.u16(static_cast<std::uint16_t>(answer.shown.size()));
  for (const Vote& vote : answer.shown) {
    write_vote(writer, vote);
  }
  write_signature(writer, answer.signature);
}

Answer read_answer(ByteReader& reader) {
  Answer answer;
  answer.epoch = Epoch{reader.u64()};
  answer.process = read_lane_key(reader);
  answer.asker = ValidatorIndex{reader.u16()};
  answer.asked_by = reader.digest<ProcessDigest>();
  answer.number = reader.u64();
  answer.mark = Mark{reader.u64()};
  answer.commits = read_flag(reader);
  answer.own_highest = read_highest(reader);
  answer.floor = View{reader.u64()};
  const std::size_t shown = reader.count16(kShownVotesMax, kLeastVoteBytes);
  for (std::size_t i = 0; i < shown; ++i) {
    answer.shown.push_back(read_vote(reader));
  }
  answer.signature = read_signature(reader);
  return answer;
}

void write_over(ByteWriter& writer, const Over& over) {
  write_lane_key(writer, over.process);
  write_signature(writer, over.signature);
}

Over read_over(ByteReader& reader) {
  Over over;
  over.process = read_lane_key(reader);
  over.signature = read_signature(reader);
  return over;
}

}  // namespace vitalstream::consensus
