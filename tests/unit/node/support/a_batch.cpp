#include "support/a_batch.hpp"

#include <string>
#include <utility>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "crypto/jwk.hpp"
#include "crypto/jws.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::node::testing {
namespace {

using crypto::SignatureAlgorithm;
using ledger::testing::TestSigner;
using ledger::testing::TransactionBuilder;

constexpr std::uint32_t kLaneOwner = 2;

crypto::SigningKey key_from(std::uint8_t seed) {
  auto key = crypto::SigningKey::from_secret(SignatureAlgorithm::Ed25519, Bytes(32, seed));
  VS_ASSERT(key);
  return std::move(*key);
}

consensus::LaneKey a_lane_key() {
  consensus::LaneKey lane_key;
  lane_key.lane = consensus::ValidatorId{kLaneOwner};
  lane_key.incarnation = consensus::Incarnation{7};
  lane_key.key = key_from(0x77).public_key();
  lane_key.signature =
      validator_key(kLaneOwner).sign(consensus::lane_key_signing_bytes(a_genesis(), lane_key));
  return lane_key;
}

}  // namespace

GenesisHash a_genesis() {
  Hash32 bytes{};
  bytes.fill(0x99);
  return GenesisHash{bytes};
}

crypto::SigningKey validator_key(std::uint32_t id) {
  return key_from(static_cast<std::uint8_t>(id));
}

consensus::ValidatorSet a_set() {
  std::vector<consensus::Validator> validators;
  for (std::uint32_t id = 1; id <= 4; ++id) {
    validators.push_back(
        {consensus::ValidatorId{id}, "v" + std::to_string(id), validator_key(id).public_key()});
  }
  return {consensus::Epoch{1}, std::move(validators)};
}

ledger::OwnedTransaction signed_by(const TestSigner& signer, TransactionBuilder builder) {
  builder.key({signer.key(), crypto::thumbprint(signer.key())});
  const std::string input = to_base64url(as_bytes(builder.header_text())) + "." +
                            to_base64url(as_bytes(builder.payload_text()));
  return builder.signature(signer.sign(as_bytes(input))).build();
}

ledger::OwnedTransaction signed_by(const TestSigner& signer, std::string_view jti,
                                   std::string_view att) {
  return signed_by(signer, TransactionBuilder{}.jti(jti).att(att));
}

ABatch::ABatch() {
  const TestSigner signer(SignatureAlgorithm::Ed25519, 1);
  ledger::Attachment attachment{{}, Bytes{1, 2, 3}};
  const auto commitment = ledger::commitment_of(attachment.salt, attachment.content);
  const std::string att =
      R"([{"c":")" + to_base64url(commitment.view()) + R"(","n":3,"t":"text/plain"}])";
  const auto first = signed_by(signer, "one", att);
  const auto second = signed_by(signer, "two");
  body_ = ledger::build_batch_body(std::vector<ledger::BatchItem>{
      {&signer.key(), first->envelope}, {&signer.key(), second->envelope}});
  attachments_ =
      ledger::encode_attachments(std::vector<ledger::AttachmentList>{{std::move(attachment)}, {}});
}

ABatch& ABatch::body(Bytes body) {
  body_ = std::move(body);
  return *this;
}

ABatch& ABatch::attachments(Bytes part) {
  attachments_ = std::move(part);
  return *this;
}

ABatch& ABatch::items(std::uint32_t count) {
  items_ = count;
  return *this;
}

ABatch& ABatch::spoil_signature() {
  is_spoilt_ = true;
  return *this;
}

Bytes ABatch::stored() const {
  consensus::SignedBatchHeader header;
  header.lane_key = a_lane_key();
  header.header.lane = header.lane_key.lane;
  header.header.incarnation = header.lane_key.incarnation;
  header.header.sequence = consensus::Sequence{1};
  header.header.body = consensus::BodyDigest{crypto::sha256(body_)};
  header.header.items = items_;
  header.header.body_bytes = static_cast<std::uint32_t>(body_.size());
  const Bytes to_sign = consensus::batch_signing_bytes(a_genesis(), header.header);
  header.signature = key_from(0x77).sign(to_sign);
  header.signature[0] ^= is_spoilt_ ? 1 : 0;
  return net::encode_stored_batch(header, body_);
}

Result<VerifiedIntake, BatchFault> ABatch::verify(consensus::VerifyDepth depth) const {
  const Bytes stored_bytes = stored();
  auto frame = net::decode_stored_batch(stored_bytes);
  VS_ASSERT(frame);
  frame->attachments = attachments_;
  VerifyWorker worker;
  return verify_batch({a_genesis(), a_set()}, *frame, depth, worker);
}

}  // namespace vitalstream::node::testing
