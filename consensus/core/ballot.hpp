#pragma once
// Ballot: what comes of validators on its way to a certificate (C16): votes, and certificates that
// peers have formed, while they are verified. Of each certificate one copy is under verification at
// a time, none while its votes are, and one more is kept for the case that a liar's came first.
// What is complete goes to the CertificateStore. Owned by Replica.

#include <cstdint>
#include <optional>

#include "consensus/core/input.hpp"
#include "consensus/core/limits.hpp"
#include "consensus/core/peer_places.hpp"
#include "consensus/core/vote_collector.hpp"

namespace vitalstream::consensus {

class Ballot {
 public:
  explicit Ballot(const ValidatorSet& set) : votes_(set) {}

  [[nodiscard]] const VoteCollector& votes() const { return votes_; }
  [[nodiscard]] VoteCollector::Outcome add_unverified(const Vote& vote) {
    return votes_.add_unverified(vote);
  }
  [[nodiscard]] VoteCollector::Outcome add_verified(const Vote& vote) {
    return votes_.add_verified(vote);
  }
  void drop_invalid(const Vote& vote) { votes_.drop_invalid(vote); }
  // E2: f+1 finalize votes, not a quorum, are enough to have them verified.
  [[nodiscard]] std::vector<Vote> lower_threshold(const VoteSubject& finalize, std::size_t count) {
    return votes_.lower_threshold(finalize, count);
  }

  // True if its verification begins now; else it may have been kept as the spare copy.
  [[nodiscard]] bool begin_check(const CertificateArrived& arrived);
  void end_check(const VoteSubject& subject) { checks_.take(subject); }
  // What was under verification has turned out to be wrong: the copy that may be right.
  [[nodiscard]] std::optional<CertificateArrived> take_spare(const VoteSubject& subject) {
    return spares_.take(subject);
  }
  // Certificates that were dropped because their sender had no place left.
  [[nodiscard]] std::uint64_t refused() const { return refused_; }

  // The certificate exists.
  void close(const VoteSubject& subject);
  // Finality has reached this view.
  void forget_up_to(View floor);
  // C16: the window of views has left this one behind.
  void leave_behind(View view) { votes_.forget_up_to(view); }

 private:
  // What the verifier has been given.
  struct Given {};

  VoteCollector votes_;
  PeerPlaces<Given> checks_{kCertificateChecksMax};
  PeerPlaces<CertificateArrived> spares_{kCertificateChecksMax};
  std::uint64_t refused_ = 0;
};

}  // namespace vitalstream::consensus
