#pragma once
// One value of each kind of consensus data, every field different from zero and from its
// neighbours, and a signature rule that is cheap and tells keys and messages apart.

#include <string>
#include <vector>

#include "consensus/types/codec.hpp"
#include "consensus/types/validator_set.hpp"
#include "consensus/types/verifier.hpp"

namespace vitalstream::consensus::testing {

template <class DigestType>
DigestType sample_digest(std::uint8_t fill) {
  Hash32 bytes{};
  bytes.fill(fill);
  return DigestType{bytes};
}

inline GenesisHash sample_genesis() { return sample_digest<GenesisHash>(0x99); }

inline crypto::PublicKey sample_key(std::uint8_t fill) {
  return {crypto::SignatureAlgorithm::Ed25519, Bytes(32, fill)};
}

// Ids 10, 20, 30, ... so that id and index differ; key i is filled with i + 1.
inline ValidatorSet sample_set(std::size_t size, Epoch epoch = Epoch{1}) {
  std::vector<Validator> validators;
  for (std::size_t i = 0; i < size; ++i) {
    const auto number = static_cast<std::uint32_t>(10 * (i + 1));
    validators.push_back({ValidatorId{number}, "v" + std::to_string(number),
                          sample_key(static_cast<std::uint8_t>(i + 1))});
  }
  return ValidatorSet{epoch, std::move(validators)};
}

inline BatchRef sample_ref(std::uint64_t sequence = 3) {
  return {ValidatorId{20}, Incarnation{2}, Sequence{sequence}, sample_digest<BatchDigest>(0x44)};
}

inline Block sample_block() {
  Block block;
  block.header.epoch = Epoch{1};
  block.header.height = Height{7};
  block.header.parent = sample_digest<BlockDigest>(0x11);
  block.header.timestamp = UnixMs{1'789'990'000'123};
  block.header.proposer = ValidatorId{30};
  block.header.executed_height = Height{5};
  block.header.executed_root = sample_digest<ExecutedRoot>(0x22);
  block.header.log_size = 77;
  block.header.log_root = sample_digest<LogRoot>(0x33);
  block.references = {sample_ref(3), sample_ref(4)};
  block.header.payload = payload_digest(block.references);
  return block;
}

inline VoteSubject sample_notarize() {
  return make_notarize(Epoch{1}, View{9}, View{8}, sample_digest<BlockDigest>(0x55));
}

inline Vote sample_vote() { return {sample_notarize(), ValidatorIndex{2}, Bytes(64, 0xAB)}; }

inline Certificate sample_certificate() {
  return {sample_notarize(),
          {{ValidatorIndex{0}, Bytes(64, 0x01)},
           {ValidatorIndex{1}, Bytes(64, 0x02)},
           {ValidatorIndex{3}, Bytes(70, 0x03)}}};
}

inline SignedBatchHeader sample_batch_header() {
  SignedBatchHeader signed_header;
  signed_header.header = {.lane = ValidatorId{20},
                          .incarnation = Incarnation{2},
                          .sequence = Sequence{3},
                          .previous = sample_digest<BatchDigest>(0x66),
                          .body = sample_digest<BodyDigest>(0x77),
                          .items = 4,
                          .body_bytes = 5'000};
  signed_header.lane_key = {ValidatorId{20}, Incarnation{2}, sample_key(0x88), Bytes(64, 0xCD)};
  signed_header.signature = Bytes(64, 0xEF);
  return signed_header;
}

// A "signature" is the key's bytes followed by the message: unforgeable enough for tests.
inline crypto::Signature sign(const crypto::PublicKey& key, const Bytes& message) {
  crypto::Signature signature = key.bytes;
  append(signature, message);
  return signature;
}

class SampleChecker : public SignatureChecker {
 public:
  std::vector<bool> check(std::span<const Item> items) override {
    std::vector<bool> answers;
    for (const Item& item : items) {
      answers.push_back(equal(item.signature, sign(*item.key, item.message)));
    }
    return answers;
  }
};

template <class T>
Bytes encoded(void (*write)(ByteWriter&, const T&), const T& value) {
  ByteWriter writer;
  write(writer, value);
  return writer.take();
}

// Whether `read` takes all of these bytes and nothing is left over.
template <class T>
bool is_readable(T (*read)(ByteReader&), ByteView bytes) {
  ByteReader reader{bytes};
  static_cast<void>(read(reader));
  return reader.finished();
}

}  // namespace vitalstream::consensus::testing
