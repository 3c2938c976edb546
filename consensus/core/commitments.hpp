#pragma once
// Commitments: to which process of each other validator this one has last committed, and whether it
// may commit to another one (C15). A commitment says: for HOLD by this clock no other process of
// that validator gets one. To whom outlives a restart in the safety record; when does not, so that
// the own start counts as the latest. Marks make sure that a question was asked after the last
// commitment: one that was kept back is worth one commitment at most. Owned by Replica.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "consensus/types/commitment.hpp"

namespace vitalstream::consensus {

class Commitments {
 public:
  struct Given {
    ProcessDigest process;
    bool is_over = false;  // it has said that it signs nothing more
    Instant at;
  };

  // Marks are drawn from the secret, which nobody else knows and no other start has had.
  Commitments(std::size_t validators, const Hash32& secret, Duration hold);

  // From the record, before the start.
  void restore(ValidatorIndex validator, const ProcessDigest& process, bool is_over);
  // A record that was lost may have held any commitment.
  enum class Memory { Whole, Lost };
  void start(Instant now, Memory memory);
  // What seemed lost has never been: nobody had a commitment before this start.
  void born() { memory_ = Memory::Whole; }

  [[nodiscard]] Mark mark(ValidatorIndex validator) const;
  [[nodiscard]] bool may_commit(ValidatorIndex validator, const ProcessDigest& process, Mark named,
                                Instant now) const;
  // True if it was to another one, or nobody, before: then it must be durable before it is said.
  [[nodiscard]] bool commit(ValidatorIndex validator, const ProcessDigest& process, Instant now);
  // The process to which it last committed says that it is over: true if that is news.
  [[nodiscard]] bool end(ValidatorIndex validator, const ProcessDigest& process);
  [[nodiscard]] const std::optional<Given>& given(ValidatorIndex validator) const;
  [[nodiscard]] bool is_to(ValidatorIndex validator, const ProcessDigest& process) const;

 private:
  struct About {
    std::optional<Given> given;
    std::uint64_t count = 0;  // of commitments since the start
  };

  Hash32 secret_;
  Duration hold_;
  Memory memory_ = Memory::Whole;
  Instant started_;
  std::vector<About> about_;
};

}  // namespace vitalstream::consensus
