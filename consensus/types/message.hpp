#pragma once
// What replicas say to each other, as values; net/wire gives them bytes. Whoever receives one knows
// from mTLS which validator sent it. Nothing here is trusted before it is verified.

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "consensus/types/batch.hpp"
#include "consensus/types/block.hpp"
#include "consensus/types/certificate.hpp"
#include "consensus/types/commitment.hpp"
#include "consensus/types/lane_position.hpp"
#include "consensus/types/vote.hpp"

namespace vitalstream::consensus {

// C4: the leader's block with its own notarize vote, which authenticates it.
struct Proposal {
  Block block;
  Vote vote;
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

// L2: the sender's newest held and verified batch of each lane that changed.
struct Watermarks {
  struct Entry {
    ValidatorId lane;
    LanePosition position;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> entries;
  friend bool operator==(const Watermarks&, const Watermarks&) = default;
};

// C12: sent while stuck. `best` lets others enter the sender's view; the answer is a newer
// finalization if the receiver has one, else the certificate by which it left the sender's view.
struct StuckReport {
  Epoch epoch;
  View view;
  View highest_final_view;
  std::optional<Certificate> best;
  friend bool operator==(const StuckReport&, const StuckReport&) = default;
};

// Fetching by content: the answer is checked against the digest, whoever sends it.
struct BlockRequest {
  BlockDigest digest;
  friend bool operator==(const BlockRequest&, const BlockRequest&) = default;
};
struct BlockResponse {
  Block block;
  friend bool operator==(const BlockResponse&, const BlockResponse&) = default;
};
struct BatchRequest {
  std::vector<BatchDigest> digests;
  friend bool operator==(const BatchRequest&, const BatchRequest&) = default;
};

// C17: certificates by which views were left: nullifications or notarizations in [first, last].
struct CertificatesRequest {
  Epoch epoch;
  View first;
  View last;
  friend bool operator==(const CertificatesRequest&, const CertificatesRequest&) = default;
};

// S1: final blocks from a height upwards. The answer's blocks are consecutive from `first`, and
// `finalization` is for its last block.
struct FinalRangeRequest {
  Height first;
  std::uint32_t count = 0;
  friend bool operator==(const FinalRangeRequest&, const FinalRangeRequest&) = default;
};
struct FinalRangeResponse {
  std::vector<Block> blocks;
  std::optional<Certificate> finalization;
  friend bool operator==(const FinalRangeResponse&, const FinalRangeResponse&) = default;
};

// Batches themselves travel as bytes beside this vocabulary (ledger owns their bodies).
using Message = std::variant<Proposal, Vote, Certificate, Watermarks, StuckReport, BlockRequest,
                             BlockResponse, BatchRequest, CertificatesRequest, FinalRangeRequest,
                             FinalRangeResponse, Question, Answer, Over>;

}  // namespace vitalstream::consensus
