#pragma once
// Signs what this process says about its right to sign (C15): with the lane key made at its start,
// whatever key closes its batches later. Called on the driver's thread: the key is in memory.

#include "consensus/engine/effect.hpp"
#include "node/batches/batch_maker.hpp"

namespace vitalstream::node {

[[nodiscard]] consensus::Message signed_statement(const GenesisHash& genesis,
                                                  const BatchMaker& process,
                                                  const consensus::SpeakStatement& effect);

}  // namespace vitalstream::node
