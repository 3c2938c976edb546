#pragma once
// ViewStatistics: what operators are told about views since the start: whose views were skipped,
// which validators do not vote, how long quorums take. Owned by Replica, which never asks it
// anything: it decides nothing.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

// Upper bounds of the counts of quorum delays; a last count takes the rest.
inline constexpr std::array kQuorumDelayBounds{
    milliseconds(1),   milliseconds(2),    milliseconds(5),    milliseconds(10),
    milliseconds(25),  milliseconds(50),   milliseconds(100),  milliseconds(250),
    milliseconds(500), milliseconds(1000), milliseconds(2500), milliseconds(5000)};

struct ViewCounts {
  // Views that ended in a nullification, by their leader.
  std::vector<std::uint64_t> nullified;
  // Final blocks before which a validator had not voted since the final block before them, by
  // validator; and how many validators the last such block missed.
  std::vector<std::uint64_t> missed;
  std::size_t missing_now = 0;
  // From a proposal's arrival to a quorum of notarize votes for it.
  std::array<std::uint64_t, kQuorumDelayBounds.size() + 1> quorum_delays{};
  Duration quorum_delay_sum{0};
};

class ViewStatistics {
 public:
  explicit ViewStatistics(std::size_t validators);

  void on_nullified(ValidatorIndex leader);
  void on_quorum(Duration delay);
  // `voted` has, by validator, the highest view in which a vote of it has come.
  void on_final(View view, std::span<const View> voted);

  [[nodiscard]] const ViewCounts& counts() const { return counts_; }

 private:
  ViewCounts counts_;
  std::optional<View> last_final_;
};

}  // namespace vitalstream::consensus
