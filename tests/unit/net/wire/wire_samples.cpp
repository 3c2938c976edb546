#include "tests/unit/net/wire/wire_samples.hpp"

namespace vitalstream::net::samples {
namespace {

using namespace consensus;  // NOLINT(google-build-using-namespace): sample data spells its types

template <class DigestType>
DigestType digest_of(std::uint8_t fill) {
  Hash32 bytes{};
  bytes.fill(fill);
  return DigestType{bytes};
}

Block block() {
  Block block;
  block.header.epoch = Epoch{1};
  block.header.height = Height{70};
  block.header.parent = digest_of<BlockDigest>(1);
  block.header.timestamp = UnixMs{1'789'990'000'123};
  block.header.proposer = ValidatorId{3};
  block.header.payload = digest_of<PayloadDigest>(2);
  block.header.executed_height = Height{68};
  block.header.executed_root = digest_of<ExecutedRoot>(4);
  block.header.log_size = 12'345;
  block.header.log_root = digest_of<LogRoot>(5);
  block.references = {{ValidatorId{1}, Incarnation{2}, Sequence{3}, digest_of<BatchDigest>(6)},
                      {ValidatorId{2}, Incarnation{4}, Sequence{5}, digest_of<BatchDigest>(7)}};
  return block;
}

VoteSubject subject() {
  return make_notarize(Epoch{1}, View{9}, View{8}, digest_of<BlockDigest>(9));
}

Vote vote() { return {subject(), ValidatorIndex{2}, Bytes(64, 0xAB)}; }

Certificate certificate() {
  return {subject(), {{ValidatorIndex{0}, Bytes(64, 1)}, {ValidatorIndex{2}, Bytes(70, 2)}}};
}

}  // namespace

SignedBatchHeader batch_header(std::uint32_t body_bytes) {
  SignedBatchHeader header;
  header.header.lane = ValidatorId{4};
  header.header.incarnation = Incarnation{77};
  header.header.sequence = Sequence{5};
  header.header.previous = digest_of<BatchDigest>(8);
  header.header.body = digest_of<BodyDigest>(9);
  header.header.items = 3;
  header.header.body_bytes = body_bytes;
  header.lane_key = {ValidatorId{4},
                     Incarnation{77},
                     {crypto::SignatureAlgorithm::Ed25519, Bytes(32, 3)},
                     Bytes(64, 4)};
  header.signature = Bytes(64, 5);
  return header;
}

namespace {

LaneKey process() {
  return {ValidatorId{3},
          Incarnation{77},
          {crypto::SignatureAlgorithm::Ed25519, Bytes(32, 6)},
          Bytes(64, 7)};
}

Question question() {
  return {Epoch{1}, process(), 99, {Mark{1}, Mark{0}, Mark{3}}, {ValidatorIndex{1}}, Bytes(64, 8)};
}

Answer answer() {
  Answer answer;
  answer.epoch = Epoch{1};
  answer.process = process();
  answer.asker = ValidatorIndex{2};
  answer.asked_by = digest_of<ProcessDigest>(4);
  answer.number = 99;
  answer.mark = Mark{5};
  answer.commits = true;
  answer.own_highest = View{7};
  answer.floor = View{5};
  answer.shown = {vote()};
  answer.signature = Bytes(64, 8);
  return answer;
}

// Of one without a record, that has seen nothing.
Answer plain_answer() {
  Answer plain = answer();
  plain.commits = false;
  plain.own_highest.reset();
  plain.shown.clear();
  return plain;
}

}  // namespace

std::vector<Message> every_message() {
  StuckReport stuck{Epoch{1}, View{10}, View{7}, certificate()};
  StuckReport stuck_alone{Epoch{1}, View{10}, View{7}, std::nullopt};
  Watermarks watermarks;
  watermarks.entries = {{ValidatorId{1}, {Incarnation{2}, Sequence{3}, digest_of<BatchDigest>(1)}}};
  return {Proposal{block(), vote()},
          vote(),
          Vote{make_nullify(Epoch{1}, View{4}), ValidatorIndex{1}, Bytes(64, 1)},
          certificate(),
          watermarks,
          stuck,
          stuck_alone,
          BlockRequest{digest_of<BlockDigest>(3)},
          BlockResponse{block()},
          BatchRequest{{digest_of<BatchDigest>(1), digest_of<BatchDigest>(2)}},
          CertificatesRequest{Epoch{1}, View{3}, View{9}},
          FinalRangeRequest{Height{5}, 64},
          FinalRangeResponse{{block(), block()}, certificate()},
          question(),
          answer(),
          plain_answer(),
          Over{process(), Bytes(64, 9)}};
}

}  // namespace vitalstream::net::samples
