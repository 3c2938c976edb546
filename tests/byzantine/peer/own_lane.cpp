#include "tests/byzantine/peer/own_lane.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "base/hex.hpp"
#include "crypto/jwk.hpp"
#include "crypto/jws_header.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/sha256.hpp"
#include "ledger/types/batch_body.hpp"

namespace vitalstream::byzantine {
namespace {

constexpr std::size_t kNameBytes = 12;
constexpr std::int64_t kExpSeconds = 300;

std::int64_t unix_ms() {
  using std::chrono::system_clock;
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             system_clock::now().time_since_epoch())
      .count();
}

std::string payload_of(const ChainId& chain, const std::string& name,
                       const ledger::Attachment& attachment) {
  std::string commitment;
  append_base64url(commitment, ledger::commitment_of(attachment.salt, attachment.content).view());
  return R"({"chain":")" + chain.value() + R"(","jti":")" + name + R"(","exp":)" +
         std::to_string(unix_ms() / 1000 + kExpSeconds) +
         R"(,"op":"record.put","data":{"collection":"liar","id":")" + name +
         R"(","attachment":0},"att":[{"c":")" + commitment + R"(","n":)" +
         std::to_string(attachment.content.size()) + R"(,"t":"application/octet-stream"}]})";
}

}  // namespace

SignedTx make_tx(const ChainId& chain, const crypto::SigningKey& key, std::size_t content_bytes) {
  ledger::Attachment attachment;
  crypto::provider::fill_random(attachment.salt);
  attachment.content = Bytes(std::max<std::size_t>(content_bytes, 1), 0x5a);
  const std::string name = to_hex(crypto::provider::random_bytes(kNameBytes));
  const crypto::JwsHeader header{key.public_key().algorithm, crypto::thumbprint(key.public_key())};
  std::string compact;
  append_base64url(compact, as_bytes(crypto::to_jws_header(header)));
  compact.push_back('.');
  append_base64url(compact, as_bytes(payload_of(chain, name, attachment)));
  const crypto::Signature signature = key.sign(as_bytes(compact));
  compact.push_back('.');
  append_base64url(compact, signature);
  return {std::move(compact), key.public_key(), {std::move(attachment)}};
}

consensus::BatchRef SignedBatch::reference(const GenesisHash& genesis) const {
  return consensus::make_ref(header.header, consensus::batch_digest(genesis, header.header));
}

Bytes encode(const SignedBatch& batch) {
  return net::encode_batch(net::encode_stored_batch(batch.header, batch.body), batch.attachments);
}

OwnLane::OwnLane(const Identity& identity)
    : identity_(identity), key_(crypto::provider::random_ed25519_key()) {
  renew();
}

void OwnLane::renew() {
  const std::uint64_t after = certified_.incarnation.value() + 1;
  key_ = crypto::provider::random_ed25519_key();
  certified_.lane = identity_.id;
  certified_.incarnation =
      consensus::Incarnation{std::max(after, static_cast<std::uint64_t>(unix_ms()))};
  certified_.key = key_.public_key();
  certified_.signature =
      identity_.key.sign(consensus::lane_key_signing_bytes(identity_.genesis, certified_));
  sequence_ = {};
  previous_ = {};
}

SignedBatch OwnLane::close(const std::vector<SignedTx>& items) {
  std::vector<ledger::OwnedTransaction> parsed;
  std::vector<ledger::BatchItem> body_items;
  std::vector<ledger::AttachmentList> attachments;
  parsed.reserve(items.size());
  for (const SignedTx& item : items) {
    auto transaction = ledger::OwnedTransaction::parse(item.compact);
    VS_ASSERT(transaction.has_value());
    parsed.push_back(std::move(*transaction));
    body_items.push_back({&item.key, parsed.back()->envelope});
    attachments.push_back(item.attachments);
  }
  return seal_body(ledger::build_batch_body(body_items), ledger::encode_attachments(attachments),
                   static_cast<std::uint32_t>(items.size()));
}

SignedBatch OwnLane::seal_body(Bytes body, Bytes attachments, std::uint32_t items) {
  SignedBatch batch;
  sequence_ = next(sequence_);
  batch.header.header = {identity_.id,
                         certified_.incarnation,
                         sequence_,
                         previous_,
                         consensus::BodyDigest{crypto::sha256(body)},
                         items,
                         static_cast<std::uint32_t>(body.size())};
  batch.header.lane_key = certified_;
  batch.body = std::move(body);
  batch.attachments = std::move(attachments);
  sign(batch);
  previous_ = consensus::batch_digest(identity_.genesis, batch.header.header);
  return batch;
}

void OwnLane::sign(SignedBatch& batch) const {
  batch.header.signature =
      key_.sign(consensus::batch_signing_bytes(identity_.genesis, batch.header.header));
}

consensus::LanePosition OwnLane::tip() const {
  return {certified_.incarnation, sequence_, previous_};
}

}  // namespace vitalstream::byzantine
