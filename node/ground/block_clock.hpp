#pragma once
// BlockClock: block time as this node sees it, and how far its own clock is from it. What block
// time decides (`exp`) is judged by this and not by the own clock, so that a wrong clock of one
// node hurts no client of it. Told of every final block on the commit thread; asked by any thread.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "consensus/core/input.hpp"
#include "consensus/types/block.hpp"
#include "ledger/execution/rules.hpp"
#include "node/ground/limits.hpp"

namespace vitalstream::node {

class BlockClock {
 public:
  // `own` proposes by the very clock that is to be compared: its blocks say nothing of it.
  // `newest`: of the newest block in the database.
  BlockClock(consensus::ValidatorId own, UnixMs newest);

  // `proposed`: when its proposal came; a block that was fetched tells nothing of any clock. What
  // an operator should be told, once: the own clock is found to be wrong, or is right again.
  enum class News { Wrong, Right };
  std::optional<News> note_final(const consensus::BlockHeader& header,
                                 const std::optional<consensus::Clock>& proposed);

  // What block time has reached, and what the next block's will be as far as one can tell: by the
  // own clock until a proposal has come since the start.
  [[nodiscard]] ledger::AdmissionTime time(const consensus::Clock& clock) const;
  // The own clock less block time, the median of the newest blocks of others; nothing before
  // kClockOffsetBlocksMin of them.
  [[nodiscard]] std::optional<Duration> offset() const;

 private:
  // `timed`: the newest block whose proposal came here, and when it did.
  struct Timed {
    UnixMs timestamp;
    Instant at;
  };
  struct Seen {
    UnixMs timestamp;
    std::optional<Timed> timed;
  };

  const consensus::ValidatorId own_;
  std::atomic<std::shared_ptr<const Seen>> newest_;
  // The commit thread's; the oldest is overwritten.
  std::array<std::int64_t, kClockOffsetBlocks> offsets_ms_{};
  std::size_t noted_ = 0;
  bool is_wrong_ = false;
  std::atomic<std::shared_ptr<const Duration>> median_;
};

}  // namespace vitalstream::node
