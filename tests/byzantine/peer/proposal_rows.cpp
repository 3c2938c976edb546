// Floods of proposals.
#include <utility>

#include "consensus/types/limits.hpp"
#include "net/wire/limits.hpp"
#include "tests/byzantine/peer/flood.hpp"
#include "tests/byzantine/peer/forge.hpp"

namespace vitalstream::byzantine {
namespace {

using consensus::View;

// A multiple of the size of every network that is tested, so that the leader stays the same.
constexpr std::uint64_t kFar = 4'000'000;

// A different block each time.
consensus::Block some_block(Liar& liar) {
  const auto& parent = liar.follower().parent();
  consensus::Block block = parent ? empty_block_on(liar.identity(), *parent) : consensus::Block{};
  block.header.epoch = liar.identity().set.epoch();
  block.header.proposer = liar.identity().id;
  block.header.log_root = consensus::LogRoot{random_hash()};
  return block;
}

Bytes proposal_in(Liar& liar, View view) {
  return encode(sign_proposal(liar.identity(), some_block(liar), view, View{view.value() - 1}));
}

Bytes far_ahead(Liar& liar) {
  return proposal_in(liar, View{liar.follower().next_own_view().value() + kFar});
}

Bytes in_next_own_view(Liar& liar) { return proposal_in(liar, liar.follower().next_own_view()); }

Bytes in_view_of_another(Liar& liar) {
  return proposal_in(liar, next(liar.follower().next_own_view()));
}

Bytes in_decided_view(Liar& liar) {
  const View own = liar.follower().next_own_view();
  const std::uint64_t turns = liar.identity().set.size();
  return own.value() > 100 * turns ? proposal_in(liar, View{own.value() - 100 * turns}) : Bytes{};
}

Bytes badly_signed(Liar& liar) {
  const View view = liar.follower().next_own_view();
  auto proposal = sign_proposal(liar.identity(), some_block(liar), view, View{view.value() - 1});
  proposal.vote = with_random_signature(proposal.vote, 64);
  return encode(proposal);
}

// As many invented references as a block may have.
Bytes with_most_references(Liar& liar) {
  const View view = liar.follower().next_own_view();
  consensus::Block block = some_block(liar);
  for (std::uint64_t i = 1; i <= consensus::kBlockReferencesMax; ++i) {
    block.references.push_back({consensus::ValidatorId{1}, consensus::Incarnation{~0ULL},
                                consensus::Sequence{i}, consensus::BatchDigest{random_hash()}});
  }
  return encode(sign_proposal(liar.identity(), block, view, View{view.value() - 1}));
}

// Proposals of the others, sent back to all.
Bytes replayed(Liar& liar) {
  const View view = liar.follower().view();
  for (std::uint64_t back = 0; back < 8 && back < view.value(); ++back) {
    if (const auto* proposal = liar.follower().proposal_of(View{view.value() - back})) {
      return encode(*proposal);
    }
  }
  return {};
}

// Carries as much as a message may, and nothing of it is a batch that anybody has signed.
Bytes with_junk_carried(Liar& liar) {
  const View view = liar.follower().next_own_view();
  const auto proposal =
      sign_proposal(liar.identity(), some_block(liar), view, View{view.value() - 1});
  consensus::SignedBatchHeader header;
  header.header.lane = liar.identity().id;
  header.header.incarnation = consensus::Incarnation{1};
  header.header.sequence = consensus::Sequence{1};
  header.header.body = consensus::BodyDigest{random_hash()};
  header.header.items = 1;
  header.header.body_bytes = 512;
  header.lane_key.lane = liar.identity().id;
  header.lane_key.incarnation = consensus::Incarnation{1};
  header.lane_key.key = liar.identity().key.public_key();
  header.lane_key.signature = Bytes(64, 1);
  header.signature = Bytes(64, 2);
  const std::vector<net::StoredBatch> carried(
      consensus::kCarriedBatchesMax, {net::encode_stored_batch(header, Bytes(512, 3)), {}});
  return net::encode_message(proposal, carried);
}

}  // namespace

std::vector<Row> proposal_rows() {
  return {
      flood_row("proposals-far", "Valid proposals, each another, for view + 4,000,000, to one",
                8'000, Target::One, &far_ahead),
      flood_row("proposals-far-to-all", "Valid proposals for view + 4,000,000, to all", 3'000,
                Target::All, &far_ahead),
      flood_row("proposals-next-view", "Valid proposals, each another, for the liar's next view",
                5'000, Target::All, &in_next_own_view),
      flood_row("proposals-of-others-views", "Signed proposals for views that others lead", 2'000,
                Target::All, &in_view_of_another),
      flood_row("proposals-decided-view", "Valid proposals for a view decided long ago", 5'000,
                Target::All, &in_decided_view),
      flood_row("proposals-bad-signature", "Proposals with signatures of chance", 2'000,
                Target::One, &badly_signed),
      flood_row("proposals-most-references", "Proposals with 1,024 invented references", 50,
                Target::All, &with_most_references),
      flood_row("proposals-replayed", "The others' proposals, sent back to all", 5'000, Target::All,
                &replayed),
      flood_row("proposals-junk-carried", "Proposals that carry 128 batches nobody has signed", 20,
                Target::All, &with_junk_carried),
  };
}

}  // namespace vitalstream::byzantine
