#pragma once
// What the model of the right to sign is asked: by the test of the protocol, and by the controls,
// where a deliberate bug must make one of the answers wrong.

#include <string>

#include "tests/sim/right_to_sign/model.hpp"

namespace vitalstream::sim {

// One history of processes beside one another, killed, ended and started: true if two held the
// right at one moment.
[[nodiscard]] bool is_held_twice(const ModelOptions& options, Duration length = seconds(40));

// f answerers are dead, and f others are not reached directly: empty if the one process has the
// right within three seconds and never loses it.
[[nodiscard]] std::string why_it_does_not_last(ModelOptions options);

// How long after the end of a process the next one, started at once, has the right. On good links.
enum class Ending { Over, Killed, KilledAndRepeated };
[[nodiscard]] Duration handed_over_within(ModelOptions options, Ending ending);

}  // namespace vitalstream::sim
