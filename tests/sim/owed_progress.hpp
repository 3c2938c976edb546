#pragma once
// Is progress owed once all is well? C15 promises it only while at most f validators are at one
// time without what they have signed, or have signed nothing yet: a view that more must leave out
// never ends.

#include <optional>

#include "tests/sim/cluster.hpp"

namespace vitalstream::sim {

// Each validator counts once. One that is started twice is not among them.
struct WithoutVotes {
  // They have to ask the others before they may vote, or have had to.
  std::size_t honest = 0;
  // Byzantine ones that have signed beside their record. That is lost to them like the votes of a
  // lost disk: reformed, they need a new record.
  std::size_t beside_record = 0;
  // Byzantine ones that have never voted: reformed, they have to ask like the honest ones.
  std::size_t byzantine = 0;
};

[[nodiscard]] WithoutVotes count_without_votes(Cluster& cluster,
                                               std::optional<std::size_t> lost_disk);

[[nodiscard]] bool owes_progress(const WithoutVotes& without, std::size_t faulty_max);

}  // namespace vitalstream::sim
