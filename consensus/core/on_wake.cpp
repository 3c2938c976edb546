// C2: time alone. What is due is found by Replica::progress, which runs after every input.
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const Wake&) {}

}  // namespace vitalstream::consensus
