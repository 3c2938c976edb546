// Floods of questions: small ones with large answers.
#include <utility>

#include "consensus/types/limits.hpp"
#include "net/wire/limits.hpp"
#include "tests/byzantine/peer/flood.hpp"
#include "tests/byzantine/peer/forge.hpp"

namespace vitalstream::byzantine {
namespace {

using consensus::View;

Bytes unknown_block(Liar& /*liar*/) {
  return encode(consensus::BlockRequest{consensus::BlockDigest{random_hash()}});
}

Bytes known_block(Liar& liar) {
  const auto& parent = liar.follower().parent();
  return parent ? encode(consensus::BlockRequest{parent->digest}) : Bytes{};
}

Bytes unknown_batches(Liar& /*liar*/) {
  consensus::BatchRequest request;
  for (std::size_t i = 0; i < consensus::kRequestedBatchesMax; ++i) {
    request.digests.push_back(consensus::BatchDigest{random_hash()});
  }
  return encode(request);
}

// What blocks have referenced, as much at once as a question may hold.
NextMessage known_batches() {
  return [step = std::size_t{0}](Liar& liar) mutable {
    const auto& known = liar.follower().references();
    if (known.empty()) {
      return Bytes{};
    }
    consensus::BatchRequest request;
    for (std::size_t i = 0; i < consensus::kRequestedBatchesMax; ++i) {
      request.digests.push_back(known[step++ % known.size()].digest);
    }
    return encode(request);
  };
}

Bytes one_batch_again(Liar& liar) {
  const auto& known = liar.follower().references();
  if (known.empty()) {
    return {};
  }
  return encode(consensus::BatchRequest{
      std::vector<consensus::BatchDigest>(consensus::kRequestedBatchesMax, known.back().digest)});
}

Bytes certificates_of_all_views(Liar& liar) {
  return encode(consensus::CertificatesRequest{liar.identity().set.epoch(), View{1},
                                               View{~std::uint64_t{0}}});
}

NextMessage certificates_of_last_views() {
  return [](Liar& liar) {
    const View view = liar.follower().view();
    const View first{view.value() > 64 ? view.value() - 64 : 1};
    return encode(consensus::CertificatesRequest{liar.identity().set.epoch(), first, view});
  };
}

Bytes blocks_from_the_first(Liar& /*liar*/) {
  return encode(consensus::FinalRangeRequest{consensus::Height{1}, net::kFinalRangeBlocksMax});
}

Bytes blocks_without_end(Liar& /*liar*/) {
  return encode(consensus::FinalRangeRequest{consensus::Height{1}, ~std::uint32_t{0}});
}

Bytes blocks_to_come(Liar& /*liar*/) {
  return encode(consensus::FinalRangeRequest{consensus::Height{~std::uint64_t{0}}, 256});
}

}  // namespace

std::vector<Row> question_rows() {
  return {
      flood_row("asks-unknown-block", "Asks for blocks that are not there", 10'000, Target::All,
                &unknown_block),
      flood_row("asks-known-block", "Asks for the newest block again and again", 5'000, Target::All,
                &known_block),
      flood_row("asks-unknown-batches", "Asks for 64 batches at once that are not there", 1'000,
                Target::All, &unknown_batches),
      flood_row("asks-known-batches", "Asks for 64 stored batches at once", 500, Target::All,
                &known_batches),
      flood_row("asks-one-batch-often", "Asks for one batch 64 times in each question", 500,
                Target::All, &one_batch_again),
      flood_row("asks-all-certificates", "Asks for the certificates of all views", 2'000,
                Target::All, &certificates_of_all_views),
      flood_row("asks-last-certificates", "Asks for the certificates of the last 64 views", 2'000,
                Target::All, &certificates_of_last_views),
      flood_row("asks-first-blocks", "Asks for the first 256 blocks", 200, Target::All,
                &blocks_from_the_first),
      flood_row("asks-endless-blocks", "Asks for four thousand million blocks", 500, Target::All,
                &blocks_without_end),
      flood_row("asks-future-blocks", "Asks for blocks from the last height there can be", 5'000,
                Target::All, &blocks_to_come),
  };
}

}  // namespace vitalstream::byzantine
