#pragma once
// Where entries lie in the table of a replay window: at random, so that nobody can choose keys that
// lie in one place. It never influences a result. Any thread.

#include <cstdint>

namespace vitalstream::node {

[[nodiscard]] std::uint64_t random_layout_seed();

}  // namespace vitalstream::node
