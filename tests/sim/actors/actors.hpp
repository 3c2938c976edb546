#pragma once
// The makers of all actors; what each does stands at the head of its file.

#include <memory>

#include "tests/sim/actor.hpp"

namespace vitalstream::sim {

[[nodiscard]] std::unique_ptr<Actor> make_equivocating_leader();
[[nodiscard]] std::unique_ptr<Actor> make_silent();
[[nodiscard]] std::unique_ptr<Actor> make_nullifier();
[[nodiscard]] std::unique_ptr<Actor> make_stale();
[[nodiscard]] std::unique_ptr<Actor> make_withholding_lane_owner();
[[nodiscard]] std::unique_ptr<Actor> make_equivocating_lane_owner();
[[nodiscard]] std::unique_ptr<Actor> make_fabricating_leader();
[[nodiscard]] std::unique_ptr<Actor> make_lying_root_leader();
[[nodiscard]] std::unique_ptr<Actor> make_view_liar();
[[nodiscard]] std::unique_ptr<Actor> make_false_witness();

}  // namespace vitalstream::sim
