#pragma once
// Fetches: what is missing here and asked of others (C17, S1): blocks by digest, batches through
// the lanes, certificates by view, far final blocks by ranges. Whom to ask, and when again.

#include <cstdint>
#include <optional>
#include <vector>

#include "consensus/core/catch_up.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/fetch_schedule.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

struct FetchReason {
  bool is_final = false;
  std::optional<View> proposed_in;  // and no quorum has voted for it
};

class Fetches {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const Chain& chain;
    const CertificateStore& certificates;
    const CurrentView& view;
    const Pacing& pacing;
    const Proposals& proposals;
    const Peers& peers;
    Step& step;
  };
  explicit Fetches(const Sees& sees);

  // By digest: of its voters where a quorum is known, else of the one who should have it first.
  void want_block(const BlockDigest& digest, ValidatorIndex hint);
  void want_batches(const Block& block, const BlockDigest& digest, FetchReason reason);
  // The state after a block is unknown: whatever it or a block below it lacks.
  void want_state(const BlockDigest& digest);
  // A view that was left, from its end downwards.
  void want_certificates(View missing, ValidatorIndex hint, Duration patience);
  // In the background: without these no proposal in this view can be judged.
  void fill_gap_of_view();
  // C7: nobody needs what the proposal of a nullified or refused view names.
  void give_up(View view);
  // E2: others have executed so far, and it is not final here.
  void note_claim(Height executed) { claimed_height_ = executed; }
  // S1: what lies between the root and the newest final block.
  void catch_up();

  [[nodiscard]] bool is_wanted(const BlockDigest& block) const { return blocks_.is_wanted(block); }
  [[nodiscard]] CatchUp& ranges() { return ranges_; }
  // S1: a range came that nobody had asked for.
  void note_refused_range() { refused_ranges_ += 1; }
  [[nodiscard]] std::uint64_t refused_ranges() const { return refused_ranges_; }

  // What was not wanted in this step is wanted no more.
  void end_step();
  // When somebody else is to be asked.
  [[nodiscard]] std::optional<Instant> due() const;

 private:
  [[nodiscard]] std::vector<ValidatorIndex> holders_of(const BlockDigest& digest) const;
  [[nodiscard]] std::optional<ValidatorIndex> whom_to_ask_for_batches(const Block& block,
                                                                      const BlockDigest& digest);

  const Sees sees_;
  FetchSchedule<BlockDigest> blocks_;
  FetchSchedule<BlockDigest> batches_;
  FetchSchedule<View> certificates_;
  CatchUp ranges_;
  std::optional<Height> claimed_height_;
  std::uint64_t refused_ranges_ = 0;
};

}  // namespace vitalstream::consensus
