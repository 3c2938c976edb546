#pragma once
// C18: Delta follows the honest leaders, up or down, and no f others.

#include <cstdint>
#include <string>

namespace vitalstream::sim {

// What f leaders do with their views, to make Delta grow.
enum class Lie {
  ProposesAtTheLastMoment,  // so that its views succeed, and take as long as they may
  NeverProposes,            // and is active otherwise
};

// Empty if Delta stays within what f lost views in a row make of its floor, and transactions are
// ordered as fast as that allows; otherwise what is not so.
[[nodiscard]] std::string why_liars_set_the_pace(Lie lie, std::size_t validators,
                                                 std::uint64_t seed);

// All are honest, and a message takes longer than the floor of Delta. Empty if Delta comes to where
// no view is lost, is no more than a view takes there, and is back at the floor when messages are
// fast again; otherwise what is not so.
[[nodiscard]] std::string why_a_slow_network_stands(std::size_t validators, std::uint64_t seed);

}  // namespace vitalstream::sim
