#include "tests/sim/owed_progress.hpp"

namespace vitalstream::sim {

WithoutVotes count_without_votes(Cluster& cluster, std::optional<std::size_t> lost_disk) {
  WithoutVotes without;
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    const Process& process = cluster.process(i);
    const bool asks = i == lost_disk || process.disk().must_ask();
    if (process.votes_beside_its_record()) {
      without.beside_record += 1;
    } else if (process.is_byzantine()) {
      without.byzantine += asks ? 1U : 0U;
    } else if (!cluster.has_second_self(process.index())) {
      without.honest += asks ? 1U : 0U;
    }
  }
  return without;
}

// Where no honest one asks, the Byzantine ones are not needed. Where nobody has signed beside its
// record, the quorum that voted for the first final block has its votes, or there is no final block
// and a birth does without them.
bool owes_progress(const WithoutVotes& without, std::size_t faulty_max) {
  return without.honest == 0 || without.beside_record == 0 ||
         without.honest + without.beside_record + without.byzantine <= faulty_max;
}

}  // namespace vitalstream::sim
