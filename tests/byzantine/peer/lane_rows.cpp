// The liar's data lane: batches that are wrong, too many, too dear, withheld; and lies about what
// it holds of the others' lanes.
#include <memory>
#include <optional>
#include <utility>

#include "consensus/types/limits.hpp"
#include "crypto/provider/random.hpp"
#include "ledger/types/limits.hpp"
#include "tests/byzantine/peer/flood.hpp"
#include "tests/byzantine/peer/forge.hpp"
#include "tests/byzantine/peer/own_lane.hpp"
#include "tests/byzantine/peer/small_order.hpp"

namespace vitalstream::byzantine {
namespace {

constexpr std::size_t kSmallContentBytes = 16;
// Of one signature of chance to another of the same batch: enough to keep a worker busy.
constexpr std::size_t kManyItems = 200;

// A maker of messages that keeps a lane of its own, begun with the first message.
NextMessage with_lane(std::function<Bytes(Liar&, OwnLane&)> next) {
  return [next = std::move(next), lane = std::shared_ptr<OwnLane>()](Liar& liar) mutable {
    if (lane == nullptr) {
      lane = std::make_shared<OwnLane>(liar.identity());
    }
    return next(liar, *lane);
  };
}

Row lane_row(std::string_view name, std::string_view does, double per_second,
             Bytes (*next)(Liar&, OwnLane&)) {
  return flood_row(name, does, per_second, Target::All, [next] { return with_lane(next); });
}

SignedTx client_tx(Liar& liar, std::size_t content_bytes) {
  return make_tx(liar.identity().chain, liar.identity().clients.front(), content_bytes);
}

// A valid batch of many signatures by one key, of which the last is spoilt.
SignedBatch batch_with_bad_item(Liar& liar, OwnLane& lane, std::size_t items) {
  std::vector<SignedTx> transactions;
  for (std::size_t i = 0; i < items; ++i) {
    transactions.push_back(client_tx(liar, kSmallContentBytes));
  }
  // The last character but one of base64url carries six bits of the signature.
  char& spoilt = transactions.back().compact[transactions.back().compact.size() - 3];
  spoilt = spoilt == 'A' ? 'B' : 'A';
  return lane.close(transactions);
}

Bytes small(Liar& liar, OwnLane& lane) {
  return encode(lane.close({client_tx(liar, kSmallContentBytes)}));
}

Bytes with_bad_item(Liar& liar, OwnLane& lane) {
  lane.renew();
  return encode(batch_with_bad_item(liar, lane, kManyItems));
}

Bytes new_life_each_time(Liar& liar, OwnLane& lane) {
  lane.renew();
  return encode(lane.close({client_tx(liar, kSmallContentBytes)}));
}

Bytes of_random_p256_keys(Liar& liar, OwnLane& lane) {
  std::vector<SignedTx> transactions;
  while (transactions.size() < kManyItems) {
    if (const auto key = crypto::SigningKey::from_secret(
            crypto::SignatureAlgorithm::EcdsaP256Sha256, crypto::provider::random_bytes(32))) {
      transactions.push_back(make_tx(liar.identity().chain, *key, kSmallContentBytes));
    }
  }
  return encode(lane.close(transactions));
}

Bytes largest(Liar& liar, OwnLane& lane) {
  const std::size_t most = ledger::kAttachmentContentBytesMax - 4'096;
  return encode(lane.close({client_tx(liar, most), client_tx(liar, most)}));
}

Bytes too_large(Liar& liar, OwnLane& lane) {
  const std::size_t most = ledger::kAttachmentContentBytesMax;
  return encode(lane.close({client_tx(liar, most), client_tx(liar, most)}));
}

Bytes stripped(Liar& liar, OwnLane& lane) {
  SignedBatch batch = lane.close({client_tx(liar, 1'000)});
  batch.attachments.clear();
  return encode(batch);
}

Bytes with_other_content(Liar& liar, OwnLane& lane) {
  SignedBatch batch = lane.close({client_tx(liar, 1'000)});
  batch.attachments.back() ^= 1U;
  return encode(batch);
}

Bytes with_other_body(Liar& liar, OwnLane& lane) {
  SignedBatch batch = lane.close({client_tx(liar, 1'000)});
  batch.body.back() ^= 1U;
  return encode(batch);
}

Bytes badly_certified(Liar& liar, OwnLane& lane) {
  SignedBatch batch = lane.close({client_tx(liar, kSmallContentBytes)});
  batch.header.lane_key.signature = Bytes(64, 7);
  return encode(batch);
}

// Certified so that only a rule with the cofactor takes it for signed.
Bytes certified_with_cofactor(Liar& liar, OwnLane& lane) {
  const Identity& identity = liar.identity();
  SignedBatch batch = lane.close({client_tx(liar, kSmallContentBytes)});
  batch.header.lane_key.signature = sign_with_small_order_part(
      identity.seed, consensus::lane_key_signing_bytes(identity.genesis, batch.header.lane_key));
  return encode(batch);
}

// A lane key of order one: anybody may close in this lane.
Bytes of_small_order_key(Liar& liar, OwnLane& lane) {
  const Identity& identity = liar.identity();
  SignedBatch batch = lane.close({client_tx(liar, kSmallContentBytes)});
  batch.header.lane_key.key = key_of_order_one();
  batch.header.lane_key.signature =
      identity.key.sign(consensus::lane_key_signing_bytes(identity.genesis, batch.header.lane_key));
  batch.header.signature = signature_by_anybody();
  return encode(batch);
}

Bytes in_lane_of_another(Liar& liar, OwnLane& lane) {
  SignedBatch batch = lane.close({client_tx(liar, kSmallContentBytes)});
  batch.header.header.lane = consensus::ValidatorId{1};
  batch.header.lane_key.lane = consensus::ValidatorId{1};
  lane.sign(batch);
  return encode(batch);
}

Bytes with_gaps(Liar& liar, OwnLane& lane) {
  static_cast<void>(lane.close({client_tx(liar, kSmallContentBytes)}));
  return encode(lane.close({client_tx(liar, kSmallContentBytes)}));
}

Bytes of_junk(Liar& /*liar*/, OwnLane& lane) {
  return encode(lane.seal_body(Bytes(consensus::kBatchBodyBytesMax, 9), {}, 1));
}

Bytes claiming_more_items(Liar& liar, OwnLane& lane) {
  SignedBatch batch = lane.close({client_tx(liar, kSmallContentBytes)});
  batch.header.header.items = consensus::kBatchItemsMax;
  lane.sign(batch);
  return encode(batch);
}

// Two true headers under one sequence, to all.
Bytes two_under_one_sequence(Liar& liar, OwnLane& lane) {
  lane.renew();
  const SignedBatch one = lane.close({client_tx(liar, kSmallContentBytes)});
  SignedBatch other = lane.close({client_tx(liar, kSmallContentBytes)});
  other.header.header.sequence = one.header.header.sequence;
  other.header.header.previous = one.header.header.previous;
  lane.sign(other);
  liar.send_bytes_to_all(encode(one));
  return encode(other);
}

NextMessage replayed() {
  return [sent = std::optional<Bytes>()](Liar& liar) mutable {
    if (!sent) {
      OwnLane lane(liar.identity());
      sent = encode(lane.close({client_tx(liar, 100'000)}));
    }
    return *sent;
  };
}

// Reports what it never had of each lane.
Bytes far_watermarks(Liar& liar) {
  consensus::Watermarks watermarks;
  for (const auto& validator : liar.identity().set.validators()) {
    watermarks.entries.push_back(
        {validator.id,
         {consensus::Incarnation{~std::uint64_t{0}}, consensus::Sequence{~std::uint64_t{0}},
          consensus::BatchDigest{random_hash()}}});
  }
  return encode(watermarks);
}

// Reports that it has nothing, so that everything is sent to it again.
Bytes empty_watermarks(Liar& liar) {
  consensus::Watermarks watermarks;
  for (const auto& validator : liar.identity().set.validators()) {
    watermarks.entries.push_back({validator.id, {}});
  }
  return encode(watermarks);
}

Bytes most_watermarks(Liar& /*liar*/) {
  consensus::Watermarks watermarks;
  for (std::uint32_t lane = 0; lane < consensus::kValidatorsMax; ++lane) {
    watermarks.entries.push_back({consensus::ValidatorId{lane},
                                  {consensus::Incarnation{lane}, consensus::Sequence{lane},
                                   consensus::BatchDigest{random_hash()}}});
  }
  return encode(watermarks);
}

// Gives its batches to one of the others only, and proposes blocks that reference them.
class Withholder final : public Behaviour {
 public:
  void lead(Liar& liar, consensus::View view, const Notarized& parent) override {
    if (!lane_) {
      lane_ = std::make_unique<OwnLane>(liar.identity());
    }
    const SignedBatch batch = lane_->close({client_tx(liar, kSmallContentBytes)});
    liar.send_bytes(0, encode(batch));
    consensus::Block block = empty_block_on(liar.identity(), parent);
    block.references = {batch.reference(liar.identity().genesis)};
    liar.propose(sign_proposal(liar.identity(), block, view, parent.view));
  }

 private:
  std::unique_ptr<OwnLane> lane_;
};

}  // namespace

std::vector<Row> lane_rows() {
  return {
      lane_row("batches-small", "Valid batches of one transaction each, in order", 300, &small),
      lane_row("batches-bad-item", "Batches of 200 transactions, one with a bad signature", 20,
               &with_bad_item),
      lane_row("batches-new-incarnation", "A new certified lane key with each batch", 300,
               &new_life_each_time),
      lane_row("batches-p256", "Batches of 200 transactions by 200 random P-256 keys", 5,
               &of_random_p256_keys),
      lane_row("batches-largest", "Batches just below 2 MiB, in order", 2, &largest),
      lane_row("batches-too-large", "Batches just above 2 MiB", 4, &too_large),
      lane_row("batches-stripped", "Batches without the attachments they commit to", 100,
               &stripped),
      lane_row("batches-other-content", "Batches with another content than they commit to", 100,
               &with_other_content),
      lane_row("batches-other-body", "Batches with another body than was signed", 100,
               &with_other_body),
      lane_row("batches-bad-lane-key", "Batches whose lane key nobody has certified", 100,
               &badly_certified),
      lane_row("batches-cofactor-lane-key",
               "Batches whose lane key only a rule with the cofactor takes for certified", 100,
               &certified_with_cofactor),
      lane_row("batches-small-order-lane-key", "Batches under a lane key of order one", 100,
               &of_small_order_key),
      lane_row("batches-other-lane", "Batches in the lane of another", 100, &in_lane_of_another),
      lane_row("batches-gaps", "Batches of which every other one is left out", 200, &with_gaps),
      lane_row("batches-junk", "Batches of the largest body, which is junk", 20, &of_junk),
      lane_row("batches-wrong-count", "Batches that claim more items than they have", 100,
               &claiming_more_items),
      lane_row("batches-two-under-one-sequence", "Two signed batches under one sequence", 20,
               &two_under_one_sequence),
      flood_row("batches-replayed", "One valid batch of 100 kB, again and again", 100, Target::All,
                &replayed),
      flood_row("watermarks-far", "Claims the last place there can be in each lane", 1'000,
                Target::All, &far_watermarks),
      flood_row("watermarks-none", "Claims to hold nothing, so that all is sent again", 1'000,
                Target::All, &empty_watermarks),
      flood_row("watermarks-most", "Watermarks of a hundred lanes, most of nobody", 1'000,
                Target::All, &most_watermarks),
      {"batches-withheld", "Blocks that reference a batch which only one of the others got", 0,
       [](double /*per_second*/) { return std::make_unique<Withholder>(); }},
  };
}

}  // namespace vitalstream::byzantine
