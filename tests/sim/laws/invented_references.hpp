#pragma once
// C7, fetching: what a proposal names may be invented. Whoever names it must not use up the places
// of those who name what is there.

#include <cstdint>
#include <string>

namespace vitalstream::sim {

// The f validators after the first name as many invented batches in their proposals as a block may
// hold, and their votes are not heard, so that all others are needed. Of these the last one never
// gets the batches of the first one unasked. Empty if it asks for each of them as soon as an honest
// leader has named it, only views of the liars are lost, and every transaction is ordered while
// these last; otherwise what is not so.
[[nodiscard]] std::string why_the_honest_wait(std::size_t validators, std::uint64_t seed);

}  // namespace vitalstream::sim
