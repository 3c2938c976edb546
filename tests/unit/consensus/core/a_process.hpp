#pragma once
// AProcess: what a process of a validator says about the right to sign (C15), signed as it should
// be. A test changes what it wants to be wrong before it signs.

#include "a_chain.hpp"
#include "consensus/core/input.hpp"

namespace vitalstream::consensus::testing {

class AProcess {
 public:
  // `start` tells processes of one validator apart.
  AProcess(const AChain& chain, ValidatorIndex owner, std::uint8_t start = 1);

  ValidatorIndex owner() const { return owner_; }
  const LaneKey& key() const { return key_; }
  ProcessDigest digest() const { return process_digest(chain_->genesis(), key_); }

  // To all, with these marks and nobody unheard.
  Question question(std::uint64_t number, Mark mark = {}) const;
  // To this question; it commits and knows of no vote of the asker.
  Answer answer(const Question& question) const;
  StatementVerified verified(Question question) const;
  StatementVerified verified(Answer answer) const;
  StatementVerified over() const;
  Question sign(Question question) const;
  Answer sign(Answer answer) const;

 private:
  const AChain* chain_;
  ValidatorIndex owner_;
  LaneKey key_;
};

}  // namespace vitalstream::consensus::testing
