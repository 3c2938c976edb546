#pragma once
// OwnProcess: what the liar says about the right to sign (C15), under a key that the validator's
// key has certified: true statements; what is wrong with them is the behaviour's affair.

#include "consensus/types/commitment.hpp"
#include "crypto/signing_key.hpp"
#include "tests/byzantine/peer/identity.hpp"

namespace vitalstream::byzantine {

class OwnProcess {
 public:
  // The identity must outlive it.
  explicit OwnProcess(const Identity& identity);

  [[nodiscard]] consensus::Question question();
  // Commits, tells this view as the own highest and this floor, and shows nothing.
  [[nodiscard]] consensus::Answer answer(const consensus::Question& question, consensus::View own,
                                         consensus::View floor) const;
  // That it has signed its last vote.
  [[nodiscard]] consensus::Over over() const;
  // Signed anew after a change.
  [[nodiscard]] consensus::Answer sign(consensus::Answer answer) const;
  [[nodiscard]] consensus::Question sign(consensus::Question question) const;
  [[nodiscard]] consensus::Over sign(consensus::Over over) const;

 private:
  const Identity* identity_;
  crypto::SigningKey key_;
  consensus::LaneKey certified_;
  std::uint64_t number_ = 0;
};

}  // namespace vitalstream::byzantine
