#pragma once
// Is what is kept as a seal one that this validator's own key has made at that height? Of which
// block and state, the caller compares. For `vitalstream ledger verify` and `ledger rebuild`. Pure.

#include <string_view>

#include "consensus/types/seal.hpp"
#include "node/stores/genesis_file.hpp"
#include "storage/types.hpp"

namespace vitalstream::node {

enum class SealFault {
  Malformed,
  Height,     // it names another block than the one that it is kept for
  Validator,  // it is not this validator's
  Signature,
};

[[nodiscard]] std::string_view to_string(SealFault fault);

[[nodiscard]] Result<consensus::Seal, SealFault> read_own_seal(const LoadedGenesis& genesis,
                                                               const storage::AtHeight& kept);

}  // namespace vitalstream::node
