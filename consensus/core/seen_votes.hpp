#pragma once
// SeenVotes: the votes of each validator of the highest view known here, to be shown to a process
// that asks whether its record is the newest (C15). Only what has been verified is shown: whoever
// has no more than a validator's TLS key can say anything in its name, and proves nothing. A vote
// that came unverified is kept until somebody asks. Owned by Replica.

#include <vector>

#include "consensus/types/certificate.hpp"

namespace vitalstream::consensus {

class SeenVotes {
 public:
  explicit SeenVotes(std::size_t validators) : of_(validators), heard_(validators) {}

  // Of whatever view: one that is decided here may still be news to its signer.
  void add_unverified(const Vote& vote);
  void add_verified(const Vote& vote);
  // Verified, or replayed from the own disk: each of its signatures is a vote.
  void add(const Certificate& certificate);

  // What would be news of this signer if it is valid. It is being verified from now on.
  [[nodiscard]] std::vector<Vote> take_unverified(ValidatorIndex signer);
  [[nodiscard]] bool is_verifying(ValidatorIndex signer) const;
  // Of this very vote the verification has ended, whoever asked for it.
  void verified(const Vote& vote);

  [[nodiscard]] const std::vector<Vote>& proven(ValidatorIndex signer) const;
  // By signer: the highest view heard of, proven or not. For statistics only.
  void hear(ValidatorIndex signer, View view);
  [[nodiscard]] const std::vector<View>& heard() const { return heard_; }

 private:
  struct OfOne {
    std::vector<Vote> proven;    // of one view, one of each kind
    std::vector<Vote> unproven;  // the same
    std::vector<Vote> verifying;
  };

  [[nodiscard]] bool is_news(const VoteSubject& subject, ValidatorIndex signer) const;

  std::vector<OfOne> of_;
  std::vector<View> heard_;
};

}  // namespace vitalstream::consensus
