#pragma once
// Lanes: dissemination (rules L1 to L6) as one pure state machine: inputs in, ordered effects out.
// The engine calls it, asks it about payloads for the replica, and tells it what became final.
// Everything it keeps is bounded (limits.hpp). Engine thread.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "consensus/lanes/examination.hpp"
#include "consensus/lanes/fetcher.hpp"
#include "consensus/lanes/granted_tips.hpp"
#include "consensus/lanes/held_batches.hpp"
#include "consensus/lanes/intake.hpp"
#include "consensus/lanes/options.hpp"
#include "consensus/lanes/own_lane.hpp"
#include "consensus/lanes/peer_reports.hpp"
#include "consensus/lanes/resend.hpp"
#include "consensus/lanes/status.hpp"
#include "consensus/types/payload.hpp"

namespace vitalstream::consensus {

class Lanes {
 public:
  Lanes(LanesOptions options, LanesStart start);

  // True in `payload_changed` after a step: something that the replica may wait for has come.
  struct Step {
    LanesEffects effects;
    bool payload_changed = false;
  };
  [[nodiscard]] Step step(Instant now, const LanesInput& input);
  [[nodiscard]] LanesEffects wake(Instant now);
  [[nodiscard]] LanesEffects on_connected(Instant now, ValidatorIndex peer);
  void on_disconnected(ValidatorIndex peer);
  // The final block at this height was delivered: lanes move on, losing branches are forgotten.
  [[nodiscard]] LanesEffects on_delivered(Instant now, Height height,
                                          const std::vector<BatchRef>& references);
  // The replica waits for this one.
  void want(Instant now, const WantedBatch& wanted);
  // It no longer waits for the proposals of these views.
  void forget_wants(View first, View last) { fetcher_.forget(first, last); }
  // A vote may vouch for these until that height is decided: they must stay.
  void pin(const std::vector<BatchRef>& references, Height height);
  // Shutdown: admit nothing more, close what waits.
  void drain();

  // What PayloadSource asks (core/payload_source.hpp).
  [[nodiscard]] PayloadSelection select(const LanePositions& parent, Height height) const;
  [[nodiscard]] Examination examine(const LanePositions& parent, Height height,
                                    const std::vector<BatchRef>& references) const;
  [[nodiscard]] const std::vector<Hash32>* leaves(const BatchDigest& batch) const;
  [[nodiscard]] bool has_work(const LanePositions& positions) const;
  [[nodiscard]] bool is_held(const BatchDigest& batch) const;

  // When `wake` must be called at the latest; nothing while idle.
  [[nodiscard]] std::optional<Instant> next_wake() const;
  [[nodiscard]] LanesStatus status() const;
  // Draining, and nothing of the own lane waits to become final.
  [[nodiscard]] bool is_drained() const;

 private:
  struct Own {
    ValidatorId lane;
    OwnLane batching;
    Resend resend;
    std::optional<RenewalReason> renewing = std::nullopt;
    // L1: since when its oldest batch is taken by too few, in retries, and how many are borne.
    std::optional<LanePosition> oldest = std::nullopt;
    std::int64_t untaken = 0;
    std::int64_t patience = kUntakenRetriesMax;
    std::uint64_t renewals = 0;
  };
  struct Stall {
    LanePosition tip;
    std::int64_t ticks = 0;
  };

  void on(Instant now, const Submit& submit, Step& step);
  void on(Instant now, const OwnBatchClosed& closed, Step& step);
  void on(Instant now, const BatchArrived& arrived, Step& step);
  void on(Instant now, const BatchVerified& verified, Step& step);
  void on(Instant now, const BatchInvalid& invalid, Step& step);
  void on(Instant now, const WatermarksArrived& arrived, Step& step);
  void on(Instant now, const BatchesRequested& requested, Step& step);
  void on(Instant now, const IncarnationRenewed& renewed, Step& step);
  void on(Instant now, const ClosingPaused& closing, Step& step);

  void hold(Instant now, const VerifiedBatch& batch, VerifyDepth depth, LanesEffects& effects);
  void report_conflict(const VerifiedBatch& batch, LanesEffects& effects) const;
  void note_tip(Instant now, ValidatorId lane);
  void renew_if_superseded(const LanePosition& seen, LanesEffects& effects);
  void renew_if_untaken(LanesEffects& effects);
  [[nodiscard]] bool is_untaken(const LanePosition& position) const;
  void grant(Instant now);
  void own_became_final(const std::vector<BatchRef>& references,
                        const std::vector<BatchDigest>& dead, LanesEffects& effects);
  [[nodiscard]] HeldBatches::Totals own_unreferenced() const;

  // Everything that time brings; called at the end of every step (repair.cpp).
  void settle(Instant now, LanesEffects& effects);
  void send_watermarks(Instant now, LanesEffects& effects);
  void retry(Instant now, LanesEffects& effects);
  void pull(ValidatorId lane, std::int64_t ticks, LanesEffects& effects) const;
  [[nodiscard]] bool needs_retry() const;
  [[nodiscard]] bool is_reported_ahead(ValidatorId lane) const;
  [[nodiscard]] Watermarks::Entry watermark(ValidatorId lane) const;

  LanesOptions options_;
  HeldBatches held_;
  GrantedTips granted_;
  Height delivered_;
  Intake intake_;
  PeerReports reports_;
  Fetcher fetcher_;
  std::optional<Own> own_;
  std::set<ValidatorId> dirty_;  // lanes whose tip the peers have not been told
  std::optional<Instant> watermarks_due_;
  std::optional<Instant> retry_due_;
  // Some peer may report more of a lane than is held: found when a watermark comes, and asked of
  // all peers and lanes only once per retry.
  bool reported_ahead_ = false;
  std::map<ValidatorId, Stall> stalls_;
  std::map<ValidatorIndex, std::size_t> answered_;  // digests since the last retry
  Instant answers_since_;
};

}  // namespace vitalstream::consensus
