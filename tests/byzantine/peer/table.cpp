#include <iterator>
#include <utility>

#include "tests/byzantine/peer/behaviour.hpp"

namespace vitalstream::byzantine {

std::vector<Row> table() {
  std::vector<Row> rows;
  for (const auto family : {&leader_rows, &vote_rows, &certificate_rows, &proposal_rows,
                            &question_rows, &answer_rows, &right_rows, &lane_rows, &session_rows}) {
    std::vector<Row> more = family();
    rows.insert(rows.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  }
  return rows;
}

}  // namespace vitalstream::byzantine
