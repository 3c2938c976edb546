// C2, C7, C9: a batch became held: work may have appeared, and what waited for data may go on. That
// is found by Replica::progress, which runs after every input.
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const PayloadChanged&) {}

}  // namespace vitalstream::consensus
